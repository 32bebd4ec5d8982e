package org.qkdn.controller.core.engine;

import java.time.Duration;

/** An event that is to happen after some time. It is never called off: what it says may be of no interest by then. */
public record Timer(Duration after, Event event) {}
