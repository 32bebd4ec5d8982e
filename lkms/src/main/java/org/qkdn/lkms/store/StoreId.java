package org.qkdn.lkms.store;

/** Names one key store: that of a PHYS link (pads of the relay) or that of an application (keys for SAEs). */
public record StoreId(Kind kind, String id) {
    /** What the store's keys are for; the two never mix. */
    public enum Kind {
        LINK,
        APPLICATION
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

    static StoreId parse(String text) {
        int colon = text.indexOf(':');
        return new StoreId(Kind.valueOf(text.substring(0, colon)), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return kind + ":" + id;
    }
}
