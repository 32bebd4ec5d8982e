package org.qkdn.controller.core.lighting;

import java.util.Optional;

/**
 * Whose turn it is at a source of entangled photons.
 *
 * @param association that has the source; nobody where none lacks key
 * @param running whether it makes key, so that its slot is running out
 * @param number tells the slot's timers from those before
 */
public record SlotTurn(Optional<Association> association, FairSlots fair, boolean running, int number) {
    public static final SlotTurn NONE = new SlotTurn(Optional.empty(), FairSlots.NONE, false, 0);

    /** The next after this one; a slot in which no key was made is not paid for. */
    public SlotTurn next(java.util.Map<Association, Long> deficitBits) {
        FairSlots paid = running ? fair : association.map(fair::giveBack).orElse(fair);
        FairSlots.Turn turn = paid.next(deficitBits);
        return new SlotTurn(turn.association(), turn.after(), false, number + 1);
    }

    public SlotTurn begun() {
        return new SlotTurn(association, fair, true, number + 1);
    }
}
