package org.qkdn.forwarding.relay;

/** Poly1305 (RFC 8439 2.5) over the pieces of one message, under a key that serves that message alone. */
interface OneTimeHash extends AutoCloseable {
    /** Below that the JDK's is slower: it costs some objects more. */
    int LONG_MESSAGE = 1024;

    /**
     * The faster one for a message of that length.
     *
     * @param key r, then s, 16 bytes each, from there on; nothing of it is kept beyond {@link #close}
     */
    static OneTimeHash of(byte[] key, int from, int messageLength) {
        return messageLength >= LONG_MESSAGE && JdkPoly1305.isOpen()
                ? new JdkPoly1305(key, from)
                : new Poly1305(key, from);
    }

    void update(byte[] text, int from, int length);

    /** The 16 bytes of the tag; to be called once, after all pieces. */
    byte[] tag();

    @Override
    void close();
}
