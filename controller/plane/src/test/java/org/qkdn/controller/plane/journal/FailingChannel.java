package org.qkdn.controller.plane.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file on a disk that fails when told to: after a number of bytes, or when it is to be forced. */
final class FailingChannel extends FileChannel {
    private final FileChannel file;
    private int room = Integer.MAX_VALUE;
    private int forces = Integer.MAX_VALUE;
    private boolean stuck;

    FailingChannel(FileChannel file) {
        this.file = file;
    }

    /** From now on this many bytes find room. */
    void room(int bytes) {
        room = bytes;
    }

    /** From now on so many times the file is forced to disk. */
    void forces(int count) {
        forces = count;
    }

    /** Whether the file cannot even be made shorter. */
    void stuck(boolean now) {
        stuck = now;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
        if (room == 0) {
            throw new IOException("No space left on device");
        }
        var part = bytes.slice();
        part.limit(Math.min(room, part.limit()));
        int written = file.write(part, position);
        room -= written;
        bytes.position(bytes.position() + written);
        return written;
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        if (stuck) {
            throw new IOException("Input/output error");
        }
        file.truncate(size);
        return this;
    }

    @Override
    public void force(boolean metadata) throws IOException {
        if (forces == 0) {
            forces = Integer.MAX_VALUE;
            throw new IOException("Input/output error");
        }
        forces--;
        file.force(metadata);
    }

    @Override
    public long size() throws IOException {
        return file.size();
    }

    @Override
    protected void implCloseChannel() throws IOException {
        file.close();
    }

    @Override
    public int read(ByteBuffer bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer bytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] bytes, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer bytes, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw new UnsupportedOperationException();
    }
}
