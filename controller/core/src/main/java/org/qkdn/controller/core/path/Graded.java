package org.qkdn.controller.core.path;

/** What objectives look at: of one path or of a set of paths. */
interface Graded {
    /** Links in all. */
    int hops();

    /** Quality of the worst link. */
    long width();
}
