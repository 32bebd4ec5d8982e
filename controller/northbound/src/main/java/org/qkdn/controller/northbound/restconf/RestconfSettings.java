package org.qkdn.controller.northbound.restconf;

import java.util.List;
import org.qkdn.controller.northbound.tls.TlsFiles;

/**
 * Where RESTCONF listens and whom it serves.
 *
 * @param port 0 takes a free one
 * @param tls the controller's own identity, and the authority whose client certificates it accepts
 * @param operators who may do what; others are refused
 */
public record RestconfSettings(String host, int port, TlsFiles tls, List<Operator> operators) {
    public RestconfSettings {
        operators = List.copyOf(operators);
    }
}
