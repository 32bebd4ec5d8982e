package org.qkdn.controller.core.path;

/** Outcome of a search for the fewest hops over links that are at least so good. */
sealed interface Trial<T extends Graded> {
    /** None has fewer. */
    record Found<T extends Graded>(T answer) implements Trial<T> {}

    /** There is none, and none whose worst link is better than {@code ceiling}, which is below what was tried. */
    record Missed<T extends Graded>(long ceiling) implements Trial<T> {}
}
