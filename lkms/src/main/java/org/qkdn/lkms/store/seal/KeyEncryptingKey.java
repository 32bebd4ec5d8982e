package org.qkdn.lkms.store.seal;

import java.util.Optional;
import org.qkdn.lkms.store.StateException;

/** Wraps the keys of epochs. It may live where nobody can read it, in a token. */
public interface KeyEncryptingKey extends AutoCloseable {
    /** Encrypts and authenticates a key, bound to where it is kept. */
    byte[] wrap(byte[] key, byte[] boundTo) throws StateException;

    /** The key again, for the caller to wipe; empty where it was wrapped by another, for another place, or altered. */
    Optional<byte[]> unwrap(byte[] wrapped, byte[] boundTo) throws StateException;

    /** Where it comes from, for an operator. */
    String name();

    @Override
    void close();
}
