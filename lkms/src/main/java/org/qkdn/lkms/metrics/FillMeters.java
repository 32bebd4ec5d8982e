package org.qkdn.lkms.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import org.qkdn.lkms.app.BlockRelay.Outcome;

/** Counts how the fillings of applications' stores end at the end that begins them, in blocks of 4096 bits. */
public final class FillMeters {
    private final MeterRegistry registry;

    public FillMeters(MeterRegistry registry) {
        this.registry = registry;
        for (var outcome : new String[] {"done", "failed", "mismatch"}) {
            count(outcome, 0);
        }
    }

    public void ended(Outcome outcome, int blocks) {
        switch (outcome) {
            case Outcome.Done done -> count("done", blocks);
            case Outcome.PadsShort few -> count("pads-short", blocks);
            case Outcome.TooMany many -> count("too-many", blocks);
            case Outcome.Failed failed -> count("failed", blocks);
            case Outcome.Mismatch mismatch -> count("mismatch", blocks);
        }
    }

    private void count(String outcome, int blocks) {
        registry.counter("qkdn.lkms.filling.blocks", "outcome", outcome).increment(blocks);
    }
}
