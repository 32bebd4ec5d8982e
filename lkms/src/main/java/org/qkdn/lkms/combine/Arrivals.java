package org.qkdn.lkms.combine;

import java.util.Optional;
import java.util.UUID;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.Application;

/**
 * Takes in what the relay brings: keys, or shares of keys. This end's own order says which, so that nobody can pass a share
 * off as a key.
 */
public final class Arrivals {
    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final Screening screening;
    private final ApplicationKeys keys;

    public Arrivals(KeyDatabase database, CurrentAssignment assignment, Screening screening, ApplicationKeys keys) {
        this.database = database;
        this.assignment = assignment;
        this.screening = screening;
        this.keys = keys;
    }

    /** Why it is not taken; empty where it is on disk. */
    public Optional<String> take(Application application, String link, UUID first, KeyBytes content) {
        var objection = screening.objection(application);
        if (objection.isPresent()) {
            return objection;
        }
        if (Combinations.comeWhole(application)) {
            var store = StoreId.application(application.getAppId());
            keys.add(store, first, Owner.PEER, assignment.get().originOver(link), content)
                    .join();
            return Optional.empty();
        }
        if (!application.getBackingLinkIdsList().contains(link) || content.length() % Batch.BLOCK_BYTES != 0) {
            return Optional.of(
                    "a share of " + content.length() + " bytes over link '" + link + "' is none of this application's");
        }
        return database.call(blocks -> {
            new Shares(blocks, application.getAppId()).add(new Transcript.ShareName(link, first), content);
            return Optional.empty();
        });
    }
}
