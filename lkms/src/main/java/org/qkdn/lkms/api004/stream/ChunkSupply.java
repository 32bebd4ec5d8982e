package org.qkdn.lkms.api004.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.qkdn.lkms.api004.stream.StreamPeers.Answer;
import org.qkdn.node.v1.ChunksWanted;
import org.qkdn.node.v1.KeyStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the chunks asked for come to be: at the owner's end by cutting and offering them, at the other by asking
 * the owner. At most one exchange per stream is under way.
 */
final class ChunkSupply {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkSupply.class);
    private static final Duration LONGEST_WANT = Duration.ofMillis(500);

    private final StreamDesk desk;
    private final Refill refill;
    private final Executor threads;
    private final Map<UUID, Work> works = new ConcurrentHashMap<>();

    ChunkSupply(StreamDesk desk, Refill refill, Executor threads) {
        this.desk = desk;
        this.refill = refill;
        this.threads = threads;
    }

    /** How the talk with the other end stood at some moment. */
    record Talk(long answers, boolean isUnanswered) {}

    /** What is under way for one stream. */
    private static final class Work {
        private long wantedBelow;
        private long patienceMillis;
        private boolean running;
        private boolean again;
        private long answers;
        private boolean unanswered;

        synchronized void want(long below, Duration patience) {
            wantedBelow = Math.max(wantedBelow, below);
            patienceMillis = patience.toMillis();
        }

        synchronized long wantedBelow() {
            return wantedBelow;
        }

        synchronized long patienceMillis() {
            return patienceMillis;
        }

        /** True where the caller is to run it. */
        synchronized boolean begin() {
            again = running;
            if (running) {
                return false;
            }
            running = true;
            return true;
        }

        /** True where there is more to do. */
        synchronized boolean next() {
            boolean more = again;
            again = false;
            running = more;
            return more;
        }

        synchronized void asked() {
            unanswered = true;
        }

        synchronized void answered() {
            unanswered = false;
            answers++;
        }

        synchronized Talk talk() {
            return new Talk(answers, unanswered);
        }
    }

    /** Chunks below this sequence number are to come to be, by a caller that waits so long for them. */
    void need(KeyStream stream, long below, Duration patience) {
        var id = StreamTable.id(stream);
        var work = works.computeIfAbsent(id, any -> new Work());
        work.want(below, patience);
        if (work.begin()) {
            try {
                threads.execute(() -> run(id, work));
            } catch (RejectedExecutionException e) {
                LOG.debug("the LKMS stops: no more chunks are prepared");
            }
        }
    }

    void forgetAllBut(Set<UUID> streams) {
        works.keySet().retainAll(streams);
    }

    Talk talk(UUID stream) {
        var work = works.get(stream);
        return work == null ? new Talk(0, false) : work.talk();
    }

    /** True where the other end was asked and has not said a word since. */
    boolean isSilentSince(UUID stream, Talk before) {
        var now = talk(stream);
        return now.isUnanswered() && now.answers() == before.answers();
    }

    private void run(UUID id, Work work) {
        do {
            try {
                var stream = desk.find(id);
                if (stream.isPresent()
                        && StreamTable.isConnected(stream.get())
                        && desk.association(stream.get()).isPresent()) {
                    supply(stream.get(), work);
                }
            } catch (RuntimeException e) {
                LOG.warn("chunks of key stream {} cannot be prepared: {}", id, e.getMessage());
            }
        } while (work.next());
    }

    private void supply(KeyStream stream, Work work) {
        if (stream.getOwner()) {
            make(StreamTable.id(stream), work);
        } else {
            ask(stream, work);
        }
    }

    private void make(UUID id, Work work) {
        boolean more = true;
        while (more) {
            more = switch (cut(id, work.wantedBelow())) {
                case ChunkMaking.Next.Nothing nothing -> false;
                case ChunkMaking.Next.Starved starved -> {
                    desk.association(starved.stream())
                            .ifPresent(association -> refill.lacking(
                                    association, starved.stream().getQos().getKeyChunkSize()));
                    yield false;
                }
                case ChunkMaking.Next.Behind behind ->
                    offer(behind.stream(), work) && hasMoved(id, behind.stream().getRemotePosition());
                case ChunkMaking.Next.Offer offer -> {
                    refill.used();
                    yield offer(offer.stream(), work);
                }
            };
        }
    }

    private boolean hasMoved(UUID id, long remotePosition) {
        return desk.find(id)
                .filter(stream -> stream.getRemotePosition() > remotePosition)
                .isPresent();
    }

    private ChunkMaking.Next cut(UUID id, long wantedBelow) {
        return desk.database().call(blocks -> {
            var stream = StreamTable.find(blocks, id);
            return stream.isPresent()
                    ? ChunkMaking.cut(blocks, stream.get(), wantedBelow, desk.limits(), desk::cut)
                    : new ChunkMaking.Next.Nothing();
        });
    }

    private boolean offer(KeyStream stream, Work work) {
        work.asked();
        return switch (desk.peers().offer(stream.getRemoteNodeId(), ChunkMaking.offer(stream))) {
            case Answer.Said<org.qkdn.node.v1.ChunksTaken>(var taken) -> {
                desk.database().call(blocks -> {
                    ChunkMaking.settle(blocks, stream, taken);
                    return true;
                });
                work.answered();
                desk.signals().fire(StreamTable.id(stream));
                yield true;
            }
            case Answer.NoStream<?> none -> {
                work.answered();
                lose(stream);
                yield false;
            }
            case Answer.Silence<?> silence -> false;
        };
    }

    private void ask(KeyStream stream, Work work) {
        var wanted = ChunksWanted.newBuilder()
                .setKeyStreamId(stream.getHere().getKeyStreamId())
                .setSession(StreamTable.session(stream))
                .setBelow(work.wantedBelow())
                .setPosition(stream.getPosition())
                .setTimeoutMs((int) Math.min(LONGEST_WANT.toMillis(), work.patienceMillis() / 2))
                .build();
        work.asked();
        switch (desk.peers().want(stream.getRemoteNodeId(), wanted)) {
            case Answer.Said<?> said -> work.answered();
            case Answer.NoStream<?> none -> {
                work.answered();
                lose(stream);
            }
            case Answer.Silence<?> silence -> LOG.debug("the owner of a key stream is silent");
        }
    }

    private void lose(KeyStream stream) {
        desk.database().call(blocks -> {
            StreamEnds.lost(blocks, stream);
            return true;
        });
        desk.signals().fire(StreamTable.id(stream));
    }
}
