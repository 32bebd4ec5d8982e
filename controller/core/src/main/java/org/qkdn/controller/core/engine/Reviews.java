package org.qkdn.controller.core.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * When services are looked through for those that had better go elsewhere.
 *
 * @param turn of the review that comes next
 * @param interval after which it was set to come; empty where none is to
 */
public record Reviews(int turn, Optional<Duration> interval) {
    static final Reviews NONE = new Reviews(0, Optional.empty());
}
