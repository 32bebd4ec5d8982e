package org.qkdn.controller.core.program;

import java.util.UUID;

/** An entry of a node that is otherwise than the controller left it. */
public record Deviation(Thing thing, UUID id, Kind kind) {
    private static final int COMPUTED = 5;

    /** What entries there are. */
    public enum Thing {
        LINK,
        APPLICATION
    }

    /** What became of it. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /** Somebody else's, and not what a controller before a restart may have left: its identities are computed (RFC 9562 5.5). */
    public boolean isForeign() {
        return kind == Kind.ADDED && id.version() != COMPUTED;
    }

    @Override
    public String toString() {
        return (thing == Thing.LINK ? "link " : "application ")
                + id
                + switch (kind) {
                    case ADDED -> " was added";
                    case CHANGED -> " was changed";
                    case REMOVED -> " was removed";
                };
    }
}
