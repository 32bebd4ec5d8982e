package org.qkdn.controller.core.forecast;

import java.time.Instant;
import org.qkdn.controller.core.model.SecretKeyRate;

/**
 * What one end of a link was heard to have stored.
 *
 * @param at by the controller's own clock, so that the clocks of nodes need not agree
 * @param skr the rate at which it then made key
 */
public record Observation(Instant at, long storedBits, SecretKeyRate skr) {}
