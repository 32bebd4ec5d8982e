package org.qkdn.controller.core.exposure;

import java.time.Instant;

/** What is to be remembered of the paths of services. */
public sealed interface PathChange {
    UsedPath path();

    Instant at();

    /** From now on keys may travel over it. */
    record Began(UsedPath path, Instant at) implements PathChange {}

    /** Now it is known that none travel over it any more. */
    record Ended(UsedPath path, Instant at) implements PathChange {}
}
