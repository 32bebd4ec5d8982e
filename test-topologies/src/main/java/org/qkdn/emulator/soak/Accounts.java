package org.qkdn.emulator.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.qkdn.node.v1.ApplicationLevel;

/** The last part of a soak: nothing is filled or killed any more, all stores are emptied, and the ends are compared. */
final class Accounts {
    private static final int SETTLED_LOOKS = 5;
    private static final int LOOK_MILLIS = 500;
    private static final int MOST_LOOKS = 120;

    /** Of a block of 512 bytes those that become keys. */
    private static final long BLOCK_BITS = 8L * (512 - 16);

    private final NodeChain chain;
    private final List<Traffic> traffic;
    private final Ledger ledger;
    private final int kills;
    private final PrintStream out;

    Accounts(NodeChain chain, List<Traffic> traffic, Ledger ledger, int kills, PrintStream out) {
        this.chain = chain;
        this.traffic = traffic;
        this.ledger = ledger;
        this.kills = kills;
        this.out = out;
    }

    void settle() throws IOException, InterruptedException {
        chain.stopFilling();
        waitUntilNothingMoves();
        for (var stream : traffic) {
            stream.drain();
        }
        if (ledger.open() > 0) {
            ledger.fault(ledger.open() + " keys of masters are neither delivered to their slaves nor burnt");
        }
        for (var stream : traffic) {
            compare(stream);
        }
    }

    /** A block that was on its way when filling stopped arrives, or its relay times out. */
    private void waitUntilNothingMoves() throws IOException, InterruptedException {
        int same = 0;
        var before = List.<Long>of();
        for (int look = 0; look < MOST_LOOKS && same < SETTLED_LOOKS; look++) {
            Thread.sleep(LOOK_MILLIS);
            var now = new ArrayList<Long>();
            for (var stream : traffic) {
                var level = level(stream.stream().master().site(), stream.stream());
                now.addAll(List.of(level.getOwnBits(), level.getPeerBits()));
            }
            same = now.equals(before) ? same + 1 : 0;
            before = now;
        }
    }

    private void compare(Traffic stream) throws IOException {
        var keys = stream.stream();
        var tally = stream.tally();
        var opposite = traffic.stream()
                .filter(other -> other.stream().master().equals(keys.slave())
                        && other.stream().slave().equals(keys.master()))
                .findFirst()
                .orElseThrow()
                .tally();
        var here = level(keys.master().site(), keys);
        var there = level(keys.slave().site(), keys);
        // the LKMS counts what it handed out to this SAE as master and as slave
        long known = tally.atMaster() + opposite.atSlave() + opposite.burntAtSlave();
        long lost = here.getDeliveredBits() / Traffic.KEY_BITS - known;
        out.printf(
                "%s: %d keys at the master, %d at the slave; burnt by crashes: %d in answers to the master, %d in answers"
                        + " to the slave, %d bit that only the slave's end stores; %d repeated batches refused%n",
                keys,
                tally.atMaster(),
                tally.atSlave(),
                lost,
                tally.burntAtSlave(),
                there.getPeerBits(),
                tally.refusedRepeats());
        requireBalance(keys, here);
        requireBalance(keys, there);
        require(here.getOwnBits() == 0, keys + ": the emptied store of the master still has " + here.getOwnBits());
        require(
                tally.atMaster() == tally.atSlave() + tally.burntAtSlave(),
                keys + ": of " + tally.atMaster() + " keys of the master " + tally.atSlave() + " came to the slave and "
                        + tally.burntAtSlave() + " were burnt");
        require(
                lost >= 0 && lost <= tally.undecidedAtMaster(),
                keys + ": the LKMS of the master counts " + here.getDeliveredBits() / Traffic.KEY_BITS + " keys; "
                        + known + " are known, and " + tally.undecidedAtMaster() + " more at most may have been lost");
        // each kill may cut off the acknowledgement of every block that was on its way; else nothing is lost
        long most = lost * 2 * Traffic.KEY_BITS + (long) kills * StoreSizes.LARGE.relaysInFlight() * BLOCK_BITS;
        require(
                there.getPeerBits() <= most,
                keys + ": " + there.getPeerBits() + " bit wait at the slave's end for a master that has no such keys: "
                        + kills + " kills explain " + most + " at most");
    }

    private void requireBalance(KeyStream stream, ApplicationLevel level) {
        long accounted = level.getDeliveredBits() + level.getBurntBits() + level.getOwnBits() + level.getPeerBits();
        require(
                level.getFilledBits() == accounted,
                stream + ": " + level.getFilledBits() + " bit were filled, but " + level.getDeliveredBits()
                        + " delivered, " + level.getBurntBits() + " burnt, "
                        + (level.getOwnBits() + level.getPeerBits()) + " stored");
    }

    private ApplicationLevel level(String site, KeyStream stream) throws IOException {
        return chain.report(site).getApplicationsList().stream()
                .filter(level -> level.getAppId().equals(stream.applicationId()))
                .findFirst()
                .orElseThrow(() -> new IOException("the LKMS of " + site + " does not report " + stream));
    }

    private void require(boolean condition, String fault) {
        if (!condition) {
            ledger.fault(fault);
        }
    }
}
