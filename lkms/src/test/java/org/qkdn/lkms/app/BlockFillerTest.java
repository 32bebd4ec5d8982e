package org.qkdn.lkms.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.node.v1.Application;
import org.qkdn.node.v1.KeyStoreConfiguration;

class BlockFillerTest {
    private static final int TARGET = 6;

    @TempDir
    Path directory;

    private final AtomicInteger pads = new AtomicInteger();
    private final List<String> served = new CopyOnWriteArrayList<>();
    private KeyDatabase database;
    private CurrentAssignment assignment;
    private ApplicationKeys keys;

    @BeforeEach
    void open() throws Exception {
        database = KeyDatabase.open(directory);
        assignment = CurrentAssignment.load(database);
        keys = new ApplicationKeys(database, assignment);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Application application(String id, int priority, String link) {
        return Application.newBuilder()
                .setAppId(id)
                .setLocalSaeId("m-" + id)
                .setRemoteSaeId("s-" + id)
                .setRemoteNodeId("n")
                .addBackingLinkIds(link)
                .setPriority(priority)
                .build();
    }

    private void order(Application... applications) {
        assignment.replace(Assignment.of(KeyStoreConfiguration.newBuilder()
                .addAllApplications(List.of(applications))
                .build()));
    }

    /** Takes one of the pads for each block. */
    private BlockRelay.Outcome relay(Application application, Batch batch) {
        if (pads.addAndGet(-batch.blocks()) < 0) {
            pads.addAndGet(batch.blocks());
            return new BlockRelay.Outcome.PadsShort("no pads");
        }
        try (var content = KeyBytes.owning(new byte[batch.bytes()])) {
            keys.add(StoreId.application(application.getAppId()), batch.first(), Owner.OWN, Origin.UNKNOWN, content)
                    .join();
        }
        served.add(application.getAppId());
        return new BlockRelay.Outcome.Done();
    }

    private BlockFiller filler(BatchFill fill) {
        return new BlockFiller(
                database, assignment, fill, application -> Optional.empty(), TARGET, 1, (outcome, blocks) -> {});
    }

    private long blocks(String application) {
        return database.call(table -> table.ownPieces(StoreId.application(application), 496));
    }

    @Test
    void scarcePadsGoToTheHigherPriorityFirstAlsoWhileItWaitsForThem() throws Exception {
        order(application("low", 1, "l"), application("high", 6, "l"));
        try (var filler = filler(this::relay)) {
            filler.start();
            Eventually.holds("pads are missed", () -> !filler.reason(application("high", 6, "l"))
                    .isEmpty());
            // one after the other, as a link makes them: none may go to the low priority before the high one is full
            for (int i = 1; i <= TARGET; i++) {
                pads.incrementAndGet();
                int expected = i;
                Eventually.holds("pad " + i + " is used", () -> served.size() == expected);
            }
            assertEquals(TARGET, blocks("high"));
            assertEquals(0, blocks("low"));
            pads.addAndGet(TARGET);
            Eventually.holds("then the low one has its turn", () -> blocks("low") == TARGET);
        }
    }

    @Test
    void scarcityOfOneLinkDoesNotHoldBackThoseOverOthers() throws Exception {
        order(application("low", 1, "other"), application("high", 6, "l"));
        try (var filler = filler((application, batch) -> application.getAppId().equals("high")
                ? new BlockRelay.Outcome.PadsShort("no pads")
                : relay(application, batch))) {
            pads.set(100);
            filler.start();
            Eventually.holds("the other link is used", () -> blocks("low") == TARGET);
        }
    }

    @Test
    void applicationThatFailsForOtherReasonsHoldsNobodyBack() throws Exception {
        order(application("low", 1, "l"), application("high", 6, "l"));
        var first = new AtomicInteger();
        try (var filler = filler((application, batch) -> {
            if (first.getAndIncrement() == 0) {
                return new BlockRelay.Outcome.PadsShort("no pads");
            }
            return application.getAppId().equals("high")
                    ? new BlockRelay.Outcome.Failed("broken")
                    : relay(application, batch);
        })) {
            pads.set(100);
            filler.start();
            Eventually.holds("the low priority is served", () -> blocks("low") == TARGET);
        }
    }

    @Test
    void whatFailedIsCountedAsBurntAndNothingElseIs() throws Exception {
        order(application("app", 1, "l"));
        var outcomes = List.of(
                new BlockRelay.Outcome.PadsShort("no pads"),
                new BlockRelay.Outcome.TooMany("too many"),
                new BlockRelay.Outcome.Mismatch("not the same"));
        var next = new AtomicInteger();
        try (var filler = filler((application, batch) -> next.get() < outcomes.size()
                ? outcomes.get(next.getAndIncrement())
                : new BlockRelay.Outcome.Failed("broken"))) {
            filler.start();
            Eventually.holds(
                    "a failure is counted", () -> account().burntBits().containsKey(Account.Cause.UNACKNOWLEDGED));
        }
        assertEquals(496 * 8, account().burntBits().get(Account.Cause.MISMATCH));
        assertEquals(account().filledBits(), account().burnt());
        assertTrue(account().filledBits() >= 2 * 496 * 8);
    }

    private Account account() {
        return database.call(table -> table.account(StoreId.application("app")));
    }
}
