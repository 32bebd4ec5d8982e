package org.qkdn.controller.northbound.check;

import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;

/**
 * Why a commit must not happen.
 *
 * @param tag error-tag for RESTCONF and NETCONF alike; it decides the HTTP status (RFC 8040 section 7)
 * @param path the node at fault
 * @param message one sentence for a person
 */
public record Refusal(ErrorTag tag, YangInstanceIdentifier path, String message) {}
