package org.qkdn.controller.karaf;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a member may begin to program the network, on a clock of the test's own. */
class SuccessionTest {
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final Membership ALL = of(List.of("a", "b", "c"), Set.of());
    private static final Membership WITHOUT_A = of(List.of("a", "b", "c"), Set.of("a"));
    private static final Membership A_REMOVED = of(List.of("b", "c"), Set.of());

    private long now = Long.MAX_VALUE - 10;
    private Optional<Membership> cluster = Optional.of(ALL);
    private final Succession succession = Succession.of(() -> cluster, () -> now);

    @Test
    void isOpenAtOnceWhereNobodyIsMissing() {
        assertTrue(succession.isOpen());
    }

    @Test
    void waitsForAMemberThatIsMissing() {
        succession.isOpen();
        sees(WITHOUT_A);
        assertFalse(succession.isOpen());
        passLooking(Succession.WAIT.minus(A_MOMENT));
        assertFalse(succession.isOpen());
        pass(A_MOMENT);
        assertTrue(succession.isOpen());
        assertTrue(succession.isOpen());
    }

    @Test
    void waitsAlsoForOneThatIsNoMemberAnyMore() {
        succession.isOpen();
        sees(A_REMOVED);
        assertFalse(succession.isOpen());
        passLooking(Succession.WAIT);
        assertTrue(succession.isOpen());
    }

    @Test
    void waitsAlsoForOneThatItHasNeverReached() {
        sees(WITHOUT_A);
        assertFalse(succession.isOpen());
        passLooking(Succession.WAIT);
        assertTrue(succession.isOpen());
    }

    @Test
    void countsAnewWhereTheMemberWasReachedAgain() {
        succession.isOpen();
        sees(WITHOUT_A);
        passLooking(Succession.WAIT.minus(A_MOMENT));
        sees(ALL);
        assertTrue(succession.isOpen());
        sees(WITHOUT_A);
        pass(A_MOMENT);
        assertFalse(succession.isOpen());
    }

    @Test
    void waitsAfterThisMemberStoodStillItself() {
        succession.isOpen();
        pass(Duration.ofSeconds(20));
        assertFalse(succession.isOpen());
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofMillis(500));
            assertFalse(succession.isOpen());
        }
        pass(Duration.ofMillis(500));
        assertTrue(succession.isOpen());
    }

    @Test
    void isNeverOpenToASmallerPart() {
        sees(of(List.of("a", "b", "c"), Set.of("a", "c")));
        succession.isOpen();
        passLooking(Succession.WAIT.multipliedBy(10));
        assertFalse(succession.isOpen());
        cluster = Optional.empty();
        assertFalse(succession.isOpen());
    }

    private void sees(Membership membership) {
        cluster = Optional.of(membership);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** As a member does that does not stand still. */
    private void passLooking(Duration time) {
        for (long left = time.toMillis(); left > 0; left -= 100) {
            succession.isOpen();
            pass(Duration.ofMillis(Math.min(left, 100)));
        }
    }

    private static Membership of(List<String> members, Set<String> unreachable) {
        return new Membership("b", members, unreachable);
    }
}
