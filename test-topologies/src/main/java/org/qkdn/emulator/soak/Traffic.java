package org.qkdn.emulator.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.qkdn.emulator.client.HttpAnswer;
import org.qkdn.emulator.client.SaeClient;

/**
 * A master SAE that asks for keys and a slave SAE that asks for the same, again and again. A request whose answer a crash
 * has swallowed leaves undecided what became of it; what can be known of it is counted here.
 */
final class Traffic implements Runnable {
    static final int BATCH = 32;
    static final int KEY_BITS = 256;

    private static final int PAUSE_MILLIS = 50;
    private static final int PATIENCE_MILLIS = 120_000;
    private static final int REMEMBERED = 32;
    /** Every so many batches a delivered one is asked for again. */
    private static final int REPEAT_EVERY = 8;

    private final KeyStream stream;
    private final SaeClient master;
    private final SaeClient slave;
    private final Ledger ledger;
    private final RandomGenerator random;
    private final List<List<UUID>> delivered = new ArrayList<>();
    private volatile boolean stopped;
    private int batches;
    private long keysAtMaster;
    private long keysAtSlave;
    private long burntAtSlave;
    private long keysUndecidedAtMaster;
    private long refusedRepeats;

    Traffic(KeyStream stream, SaeClient master, SaeClient slave, Ledger ledger, RandomGenerator random) {
        this.stream = stream;
        this.master = master;
        this.slave = slave;
        this.ledger = ledger;
        this.random = random;
    }

    KeyStream stream() {
        return stream;
    }

    void stop() {
        stopped = true;
    }

    @Override
    public void run() {
        try {
            while (!stopped) {
                if (!exchange(BATCH)) {
                    Thread.sleep(PAUSE_MILLIS);
                } else if (++batches % REPEAT_EVERY == 0) {
                    askAgain();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            ledger.fault(stream + ": " + e);
        }
    }

    /** Takes all keys that are stored; the store must not be filled any more. */
    void drain() throws InterruptedException {
        for (int number = BATCH; number >= 1; number /= 2) {
            while (exchange(number) && ledger.faults().isEmpty()) {
                batches++;
            }
        }
    }

    /** False where the master got nothing, for now. */
    private boolean exchange(int number) throws InterruptedException {
        HttpAnswer answer;
        try {
            answer = master.encKeysOnce(stream.slave().sae(), number, KEY_BITS);
        } catch (ConnectException e) {
            return false;
        } catch (IOException e) {
            keysUndecidedAtMaster += number;
            return false;
        }
        if (answer.status() == 503) {
            return false;
        }
        var keys = answer.isSuccess() ? HandedKey.of(answer.body()) : List.<HandedKey>of();
        if (keys.size() != number) {
            ledger.fault(stream + ": the master asked for " + number + " keys and was answered " + answer.status()
                    + " with " + keys.size() + messageOf(answer));
            return false;
        }
        keysAtMaster += number;
        ledger.handedToMaster(stream, keys);
        return deliver(keys.stream().map(HandedKey::id).toList());
    }

    private boolean deliver(List<UUID> ids) throws InterruptedException {
        boolean undecided = false;
        for (int waited = 0; waited < PATIENCE_MILLIS; waited += PAUSE_MILLIS) {
            try {
                var answer = askSlave(ids);
                if (answer.isSuccess()) {
                    keysAtSlave += ids.size();
                    ledger.handedToSlave(stream, ids, HandedKey.of(answer.body()));
                    remember(ids);
                    return true;
                }
                if (answer.status() == 400 && undecided) {
                    // they left the store for the answer that the crash swallowed
                    burntAtSlave += ids.size();
                    ledger.burntAtSlave(ids);
                    return true;
                }
                if (answer.status() != 503) {
                    ledger.fault(stream + ": the slave's request for keys the master has was answered "
                            + answer.status() + messageOf(answer) + ", key IDs " + ids);
                    return false;
                }
            } catch (ConnectException e) {
                // it has not even begun
            } catch (IOException e) {
                undecided = true;
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        ledger.fault(stream + ": the slave was not answered for " + PATIENCE_MILLIS / 1000 + " s");
        return false;
    }

    /** Keys a slave has got it never gets again, whatever has been restarted since. */
    private void askAgain() {
        var ids = delivered.get(random.nextInt(delivered.size()));
        try {
            var answer = askSlave(ids);
            if (answer.status() == 400) {
                refusedRepeats++;
            } else if (answer.status() != 503) {
                ledger.fault(stream + ": the slave asked for keys it already has and was answered " + answer.status());
            }
        } catch (IOException e) {
            // another time
        }
    }

    private HttpAnswer askSlave(List<UUID> ids) throws IOException {
        return slave.decKeys(
                stream.master().sae(), ids.stream().map(UUID::toString).toList());
    }

    private void remember(List<UUID> ids) {
        if (delivered.size() < REMEMBERED) {
            delivered.add(ids);
        } else {
            delivered.set(random.nextInt(REMEMBERED), ids);
        }
    }

    /** Never more of an answer than its message: the rest may be keys. */
    private static String messageOf(HttpAnswer answer) {
        JsonNode message = answer.body().path("message");
        return message.isTextual() ? " (" + message.textValue() + ")" : "";
    }

    /** What this end of the world knows; only after {@link #run} has ended. */
    Tally tally() {
        return new Tally(keysAtMaster, keysUndecidedAtMaster, keysAtSlave, burntAtSlave, refusedRepeats);
    }

    /**
     * Keys of a stream.
     *
     * @param atMaster that the master got
     * @param undecidedAtMaster at most so many more may have left its store in answers it never got
     * @param atSlave that the slave got
     * @param burntAtSlave that left the slave's store in answers it never got
     * @param refusedRepeats batches the slave asked for again, in vain
     */
    record Tally(long atMaster, long undecidedAtMaster, long atSlave, long burntAtSlave, long refusedRepeats) {}
}
