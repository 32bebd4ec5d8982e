package org.qkdn.forwarding.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.qkdn.forwarding.testing.MemoryLinkKeys;

class SessionTest {
    private final Session session =
            new Session(new SilentPeer(), new MemoryLinkKeys(new UUID(0, 1)), RateLimits.NONE, System::nanoTime);

    @Test
    void anExceptionWhileSendingDoesNotKeepTheTurnForEver() {
        var done = new ArrayList<String>();
        session.alone(
                () -> {
                    done.add("failed");
                    throw new IllegalStateException("as a test wants it");
                },
                Runnable::run);
        session.alone(() -> done.add("sent"), Runnable::run);
        assertEquals(List.of("failed", "sent"), done);
    }

    @Test
    void whoeverAsksMeanwhileIsServedByTheOneThatSends() {
        var done = new ArrayList<Integer>();
        session.alone(
                () -> {
                    done.add(done.size());
                    if (done.size() < 3) {
                        session.alone(() -> done.add(-1), Runnable::run);
                    }
                },
                Runnable::run);
        assertEquals(List.of(0, 1, 2), done);
    }

    private static final class SilentPeer implements Peer {
        @Override
        public UUID nodeId() {
            return new UUID(0, 2);
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public boolean queue(Message message) {
            return true;
        }

        @Override
        public void flush() {
            // nothing goes anywhere
        }
    }
}
