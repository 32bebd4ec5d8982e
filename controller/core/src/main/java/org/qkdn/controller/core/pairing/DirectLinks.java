package org.qkdn.controller.core.pairing;

import java.util.List;
import org.qkdn.controller.core.model.ModuleId;

/**
 * All direct links that modules and plant allow, whatever is lit now, and what is refused.
 *
 * @param links fixed pairs in the operator's order, then switched ones by transmitter, receiver, channel and loss
 * @param refused of modules that could work with each other, in the same order
 */
public record DirectLinks(List<DirectLink> links, List<RefusedLink> refused) {
    public static final DirectLinks NONE = new DirectLinks(List.of(), List.of());

    public DirectLinks {
        links = List.copyOf(links);
        refused = List.copyOf(refused);
    }

    /** Ways of the same two modules at the same wavelength: the best few are enough to go round what is taken. */
    static final int MOST_WAYS = 3;

    /** Switches that light crosses: eight of 1.5 dB take half of what a module bears, before any fibre. */
    static final int MOST_CROSSED = 8;

    public static DirectLinks of(OpticalLayer layer, RateModel rates) {
        return of(layer, rates, MOST_WAYS, MOST_CROSSED);
    }

    static DirectLinks of(OpticalLayer layer, RateModel rates, int mostWays, int mostCrossed) {
        return new LinkSearch(layer, rates, mostWays, mostCrossed).all();
    }

    /** Of one transmitter and one receiver, by channel and loss. */
    public List<DirectLink> between(ModuleId transmitter, ModuleId receiver) {
        return links.stream()
                .filter(link -> link.transmitter().equals(transmitter)
                        && link.receiver().equals(receiver))
                .toList();
    }

    /** Why not, of one transmitter and one receiver. */
    public List<RefusedLink> refusedBetween(ModuleId transmitter, ModuleId receiver) {
        return refused.stream()
                .filter(link -> link.transmitter().equals(transmitter)
                        && link.receiver().equals(receiver))
                .toList();
    }
}
