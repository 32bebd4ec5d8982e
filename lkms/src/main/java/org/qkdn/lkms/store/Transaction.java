package org.qkdn.lkms.store;

/** Work on the stores that happens wholly or not at all. It runs on the database's own thread, so it must not wait. */
@FunctionalInterface
public interface Transaction<T> {
    T run(BlockTable blocks);
}
