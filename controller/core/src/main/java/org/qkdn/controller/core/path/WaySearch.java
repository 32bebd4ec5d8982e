package org.qkdn.controller.core.path;

/** Finds one path, or the rest of one. */
interface WaySearch {
    /**
     * The path of fewest hops to the demand's destination, of several the widest if {@link #findsWidest}, then the first by
     * name.
     *
     * @param from where it begins; may be shut, for it is not crossed
     * @param atLeast quality of every link
     * @param enough width beyond which nothing is gained
     */
    Trial<Way> fewestHops(int from, long atLeast, int mostHops, long enough);

    boolean findsWidest();

    /** A width that no path from there has more of, whatever its hops; not above {@code enough}. */
    long most(int from, long enough);
}
