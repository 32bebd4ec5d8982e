package org.qkdn.lkms.skip;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Key providers of other nodes and the SAE behind them.
 *
 * @param id a remoteSystemID; each {@code *} in it stands for any text
 * @param sae the SAE ID there; {@code *} in it stands for what the first {@code *} of the id stood for
 * @param forSae the SAE of this node it is meant for; empty: for all
 */
public record RemoteSystem(String id, String sae, Optional<String> forSae) {
    public RemoteSystem {
        if (id == null || id.isEmpty()) {
            throw new IllegalArgumentException("a remote system has no 'id': give its system ID, or a pattern with *");
        }
        if (sae == null || sae.isEmpty()) {
            throw new IllegalArgumentException("remote system " + id + " has no 'sae': name the SAE behind it");
        }
        if (sae.contains("*") && !id.contains("*")) {
            throw new IllegalArgumentException("remote system " + id + " has no *, but its 'sae' " + sae + " has");
        }
        forSae = forSae == null ? Optional.empty() : forSae;
    }

    boolean isFor(String localSae) {
        return forSae.isEmpty() || forSae.get().equals(localSae);
    }

    /** The SAE behind the system of this ID; empty where it is not one of these systems. */
    Optional<String> saeOf(String systemId) {
        var match = pattern().matcher(systemId);
        if (!match.matches()) {
            return Optional.empty();
        }
        return Optional.of(match.groupCount() == 0 ? sae : sae.replace("*", match.group(1)));
    }

    private Pattern pattern() {
        return Pattern.compile("\\Q" + id.replace("\\E", "\\E\\\\E\\Q").replace("*", "\\E(.*)\\Q") + "\\E");
    }
}
