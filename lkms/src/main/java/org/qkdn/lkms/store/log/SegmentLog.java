package org.qkdn.lkms.store.log;

import java.io.IOException;
import java.util.SortedSet;

/**
 * Where sealed frames are kept, in segments that are written once, from front to back, and dropped as a whole. What a
 * frame says is nothing to the log. One thread appends; another may create and drop segments meanwhile.
 */
public interface SegmentLog extends AutoCloseable {
    /** Takes the frames of a segment, in the order of their numbers. */
    @FunctionalInterface
    interface FrameReader {
        void take(long number, byte[] sealed) throws IOException;
    }

    /** Numbers of the segments that are there. */
    SortedSet<Long> segments() throws IOException;

    /** Makes an empty segment, durably, with room for about so many bytes. */
    void create(long segment, int capacity) throws IOException;

    /**
     * Adds a frame; it is durable when this returns. After an exception it is there or not, and the segment takes no
     * further one.
     */
    void append(long segment, long number, byte[] sealed) throws IOException;

    /**
     * Reads what was appended. A last frame that was never finished is left out; anything else that is not as it was
     * written is a {@link org.qkdn.lkms.store.StateException}.
     */
    void read(long segment, FrameReader reader) throws IOException;

    /** Takes a segment away, or what is left of it. */
    void drop(long segment) throws IOException;

    /** How the segment is called, for an operator. */
    String nameOf(long segment);

    @Override
    void close() throws IOException;
}
