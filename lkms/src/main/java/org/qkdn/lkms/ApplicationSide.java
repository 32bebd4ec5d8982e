package org.qkdn.lkms;

import java.io.IOException;
import java.time.InstantSource;
import org.qkdn.lkms.app.ApplicationKeys;
import org.qkdn.lkms.app.BatchFill;
import org.qkdn.lkms.app.BlockFiller;
import org.qkdn.lkms.app.RelayedNames;
import org.qkdn.lkms.app.RequestedApplications;
import org.qkdn.lkms.app.SingleFill;
import org.qkdn.lkms.assignment.Upkeep;
import org.qkdn.lkms.combine.Combinations;
import org.qkdn.lkms.combine.CombinedFill;
import org.qkdn.lkms.combine.Reconciling;
import org.qkdn.lkms.combine.Screening;
import org.qkdn.lkms.combine.SplitFill;
import org.qkdn.lkms.direct.DirectFill;
import org.qkdn.lkms.metrics.FillMeters;

/** Keys of applications: relayed or combined into their stores at both ends, and kept in step and in time there. */
record ApplicationSide(
        ApplicationKeys keys,
        RequestedApplications requested,
        Screening screening,
        BlockFiller filler,
        Reconciling reconciling,
        Upkeep upkeep,
        RelayedNames relayed) {

    static ApplicationSide of(Foundation base, LinkSide links, Parts parts) throws IOException {
        var limits = base.configuration().store();
        var database = base.database();
        var assignment = base.assignment();
        var keys = new ApplicationKeys(database, assignment);
        var screening = new Screening(database, assignment, base.configuration().policy(), base.audit());
        var relayed = parts.add(
                RelayedNames.open(base.configuration().stateDirectory().resolve("relayed"), InstantSource.system()));
        var fill = new SplitFill(noting(relayed, fill(base, links, keys, parts)), InstantSource.system());
        var filler = parts.add(new BlockFiller(
                database,
                assignment,
                fill,
                screening::objection,
                limits.targetBlocks(),
                limits.relaysInFlight(),
                new FillMeters(base.meters())::ended));
        return new ApplicationSide(
                keys,
                new RequestedApplications(InstantSource.system()),
                screening,
                filler,
                parts.add(new Reconciling(database, assignment, base.peers())),
                parts.add(new Upkeep(database, assignment, limits.mostPeerBlocks())),
                relayed);
    }

    private static BatchFill fill(Foundation base, LinkSide links, ApplicationKeys keys, Parts parts) {
        var assignment = base.assignment();
        var random = base.random();
        var single = new SingleFill(keys, assignment, links.forwarding(), random);
        var combined =
                parts.add(new CombinedFill(base.nodeId(), keys, assignment, links.forwarding(), base.peers(), random));
        var direct = new DirectFill(
                base.database(),
                keys,
                assignment,
                base.peers(),
                links.modules(),
                links.pads(),
                links.stores(),
                random,
                base.configuration().store().targetBlocks());
        return (application, batch) -> {
            if (direct.serves(application)) {
                return direct.fill(application, batch);
            }
            return (Combinations.comeWhole(application) ? single : combined).fill(application, batch);
        };
    }

    /** What is relayed is named before. */
    private static BatchFill noting(RelayedNames relayed, BatchFill fill) {
        return (application, batch) -> {
            relayed.note(application.getAppId(), application.getBackingLinkIdsList(), batch);
            return fill.fill(application, batch);
        };
    }

    void start() {
        filler.start();
        upkeep.start();
        reconciling.start();
    }
}
