package org.qkdn.controller.core.pairing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.model.Loss;
import org.qkdn.controller.core.model.QkdModule;

/** Sorts ways for light into those that may be lit and those that are refused, with the figure. */
final class LinkJudge {
    private final RateModel rates;
    private final List<DirectLink> links = new ArrayList<>();
    private final List<RefusedLink> refused = new ArrayList<>();

    LinkJudge(RateModel rates) {
        this.rates = rates;
    }

    /** A way by itself: whether anything else is against it has been looked at. */
    void judge(QkdModule transmitter, QkdModule receiver, OpticalPath path, Loss spansLoss) {
        ExpectedRate expected = rates.expected(transmitter, path.spans(), path.channel(), spansLoss);
        Optional<Loss> budget = budget(transmitter, receiver);
        beyond(path, budget)
                .or(() -> noKey(spansLoss, expected))
                .ifPresentOrElse(
                        reason -> refuse(transmitter, receiver, Optional.of(path), reason),
                        () -> links.add(new DirectLink(transmitter.id(), receiver.id(), path, budget, expected)));
    }

    void refuse(QkdModule transmitter, QkdModule receiver, Optional<OpticalPath> path, String reason) {
        refused.add(new RefusedLink(transmitter.id(), receiver.id(), path, reason));
    }

    int judged() {
        return links.size() + refused.size();
    }

    DirectLinks verdict() {
        return new DirectLinks(links, refused);
    }

    private static Optional<String> beyond(OpticalPath path, Optional<Loss> budget) {
        return isBeyond(path.loss(), budget)
                ? Optional.of("the optical path loses " + path.loss() + ", the modules bear " + budget.orElseThrow())
                : Optional.empty();
    }

    static boolean isBeyond(Loss loss, Optional<Loss> budget) {
        return budget.isPresent() && loss.compareTo(budget.get()) > 0;
    }

    private static Optional<String> noKey(Loss spansLoss, ExpectedRate expected) {
        if (expected.rate().bitsPerSecond() > 0) {
            return Optional.empty();
        }
        return switch (expected.basis()) {
            case UNKNOWN -> Optional.empty();
            case MEASURED -> Optional.of("no key was made here when it was tried, over spans that lose " + spansLoss);
            case MODELLED -> Optional.of("the spans lose " + spansLoss + ", at which such modules make no key");
        };
    }

    /** The smaller of the two, where both say; absent where neither does. */
    static Optional<Loss> budget(QkdModule transmitter, QkdModule receiver) {
        Optional<Loss> first = transmitter.maxAbsorption();
        Optional<Loss> second = receiver.maxAbsorption();
        if (first.isEmpty() || second.isEmpty()) {
            return first.or(() -> second);
        }
        return first.get().compareTo(second.get()) <= 0 ? first : second;
    }
}
