package org.qkdn.lkms.app;

import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.node.v1.Application;

/** Random blocks relayed over one link become keys as they come. */
public final class SingleFill implements BatchFill {
    private final ApplicationKeys keys;
    private final CurrentAssignment assignment;
    private final BlockRelay relay;
    private final RandomBlocks random;

    public SingleFill(ApplicationKeys keys, CurrentAssignment assignment, BlockRelay relay, RandomBlocks random) {
        this.keys = keys;
        this.assignment = assignment;
        this.relay = relay;
        this.random = random;
    }

    @Override
    public BlockRelay.Outcome fill(Application application, Batch batch) {
        var link = application.getBackingLinkIds(0);
        try (var content = random.draw(batch.blocks())) {
            var outcome = relay.relay(application, link, batch, content);
            if (outcome instanceof BlockRelay.Outcome.Done) {
                var store = StoreId.application(application.getAppId());
                keys.add(store, batch.first(), Owner.OWN, assignment.get().originOver(link), content)
                        .join();
            }
            return outcome;
        }
    }
}
