package org.qkdn.controller.core.lighting;

import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.controller.core.pairing.Pairing;

/**
 * A pair that was taken apart by the controller and may be made again: what its two nodes have stored goes on serving.
 *
 * @param rate that it made while it was lit
 */
public record Rest(Pairing.Made pair, SecretKeyRate rate) {}
