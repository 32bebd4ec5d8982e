package org.qkdn.lkms.store;

/** Names one key store. */
public record StoreId(Kind kind, String id) {
    /** What the store's keys are for; the two never mix. */
    public enum Kind {
        /** Pads of the relay, shared with a neighbour over a PHYS link. */
        LINK,
        /** Keys for two SAEs. */
        APPLICATION,
        /** Shares of an application's blocks that have arrived and wait for the others. */
        SHARE,
        /** Keys that a master SAE drew for this SAE, each a block of its own, named by its key_ID. */
        DRAWN,
        /** Chunks of a key stream, each a block of its own. */
        STREAM
    }

    public StoreId {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a key store needs an id");
        }
    }

    public static StoreId link(String id) {
        return new StoreId(Kind.LINK, id);
    }

    public static StoreId application(String id) {
        return new StoreId(Kind.APPLICATION, id);
    }

    public static StoreId of(Kind kind, String id) {
        return new StoreId(kind, id);
    }

    /** True where the agent's order decides whether the store stays. */
    boolean isAssigned() {
        return kind == Kind.LINK || kind == Kind.APPLICATION;
    }

    static StoreId parse(String text) {
        int colon = text.indexOf(':');
        return new StoreId(Kind.valueOf(text.substring(0, colon)), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return kind + ":" + id;
    }
}
