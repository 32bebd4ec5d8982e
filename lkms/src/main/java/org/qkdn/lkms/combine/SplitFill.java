package org.qkdn.lkms.combine;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.qkdn.lkms.app.Batch;
import org.qkdn.lkms.app.BatchFill;
import org.qkdn.lkms.app.BlockRelay.Outcome;
import org.qkdn.node.v1.Application;

/**
 * Spreads the keys of an application over its links, each batch whole over one of them. Where a link is short of pads the
 * next one is taken, so one that brings less than its part does not hold up the others; one that fails is left alone for a
 * while.
 */
public final class SplitFill implements BatchFill {
    private final BatchFill overOneLink;
    private final InstantSource clock;
    private final Map<String, Spread> spreads = new HashMap<>();

    /** {@code overOneLink} is given applications with one link, or those that are not split. */
    public SplitFill(BatchFill overOneLink, InstantSource clock) {
        this.overOneLink = overOneLink;
        this.clock = clock;
    }

    @Override
    public Outcome fill(Application application, Batch batch) {
        if (!application.getCombination().equals(Combinations.SPLIT.name())) {
            return overOneLink.fill(application, batch);
        }
        Outcome outcome = new Outcome.Failed("no link is assigned to relay over");
        Set<String> tried = new HashSet<>();
        var link = begin(application, batch, tried);
        while (link.isPresent()) {
            tried.add(link.get());
            outcome = overOneLink.fill(over(application, link.get()), batch);
            end(application, link.get(), batch, outcome);
            // short of pads: nothing of it left this node
            link = outcome instanceof Outcome.PadsShort ? begin(application, batch, tried) : Optional.empty();
        }
        return outcome;
    }

    private static Application over(Application application, String link) {
        return application.toBuilder()
                .clearBackingLinkIds()
                .addBackingLinkIds(link)
                .build();
    }

    private synchronized Optional<String> begin(Application application, Batch batch, Set<String> tried) {
        return spreads.computeIfAbsent(application.getAppId(), id -> new Spread())
                .next(application, tried, batch.blocks(), clock.instant());
    }

    private synchronized void end(Application application, String link, Batch batch, Outcome outcome) {
        var spread = spreads.get(application.getAppId());
        switch (outcome) {
            case Outcome.Done done -> spread.carried(link);
            case Outcome.PadsShort few -> spread.giveBack(link, batch.blocks());
            case Outcome.TooMany many -> spread.giveBack(link, batch.blocks());
            case Outcome.Failed failed -> spread.failed(link, clock.instant());
            case Outcome.Mismatch mismatch -> spread.failed(link, clock.instant());
        }
    }
}
