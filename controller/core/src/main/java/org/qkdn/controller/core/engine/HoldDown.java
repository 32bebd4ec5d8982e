package org.qkdn.controller.core.engine;

import java.time.Duration;
import java.util.TreeMap;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.LinkStatus;
import org.qkdn.controller.core.pairing.PhysLink;

/** Keeps links that flap out of use until they have been up for a while, lest services move at every flap. */
final class HoldDown {
    private final Draft draft;
    private final Duration time;

    HoldDown(Draft draft) {
        this.draft = draft;
        time = draft.inventory.policy().holdDown();
    }

    /** Of the links as they are reported, those that flap are held. */
    void judge(NetworkState before) {
        draft.flaps.keySet().retainAll(draft.links.keySet());
        if (time.isZero()) {
            draft.flaps.clear();
            return;
        }
        draft.links.forEach((id, link) -> judge(id, before.links().get(id), link));
        draft.flaps.forEach((id, flaps) -> {
            if (flaps.isHeld()) {
                draft.links = new TreeMap<>(draft.links);
                draft.links.put(
                        id,
                        draft.links
                                .get(id)
                                .held("held down: it went down " + flaps.downs()
                                        + " times; it is used again when it has been up for " + time.toSeconds()
                                        + " s"));
            }
        });
    }

    private void judge(KeyAssociationLinkId id, PhysLink before, PhysLink now) {
        if (now.rests()) {
            return;
        }
        boolean wasUp = draft.flaps.containsKey(id)
                ? draft.flaps.get(id).up()
                : before != null && before.status() == LinkStatus.ACTIVE;
        if (wasUp && isDown(now)) {
            draft.flaps.merge(id, Flaps.NONE.down(), (known, first) -> known.down());
        } else if (!wasUp && now.status() == LinkStatus.ACTIVE && draft.flaps.containsKey(id)) {
            Flaps up = draft.flaps.get(id).comesUp();
            draft.flaps.put(id, up);
            draft.timers.add(new Timer(time, new Event.LinkSteady(id, up.turn())));
        }
    }

    /** One that waits to be programmed is not down. */
    private static boolean isDown(PhysLink link) {
        return link.status() == LinkStatus.PASSIVE || link.status() == LinkStatus.OFF;
    }
}
