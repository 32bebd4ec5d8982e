package org.qkdn.lkms.combine;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.qkdn.lkms.AuditEvents;
import org.qkdn.lkms.assignment.Assignment;
import org.qkdn.lkms.assignment.CurrentAssignment;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyDatabase;
import org.qkdn.node.audit.AuditLog;
import org.qkdn.node.v1.Application;

/**
 * Decides which of the applications the controller ordered get keys: those that can be made, and that the node's own policy
 * allows. What each application had is remembered for good, so that nobody gets less of it later under the same id.
 */
public final class Screening {
    private static final String FOOTING = "footing:";

    private final KeyDatabase database;
    private final CurrentAssignment assignment;
    private final LocalPolicy policy;
    private final AuditLog audit;
    private Screened screened = new Screened(Assignment.EMPTY, Map.of());

    private record Screened(Assignment assignment, Map<String, String> objections) {}

    public Screening(KeyDatabase database, CurrentAssignment assignment, LocalPolicy policy, AuditLog audit) {
        this.database = database;
        this.assignment = assignment;
        this.policy = policy;
        this.audit = audit;
    }

    /** Why no keys are made for the application, for an operator; empty where they are. */
    public Optional<String> objection(Application application) {
        return Optional.ofNullable(screen().objections.get(application.getAppId()));
    }

    private synchronized Screened screen() {
        var current = assignment.get();
        if (screened.assignment != current) {
            var objections = database.call(blocks -> screen(blocks, current));
            screened = new Screened(current, objections);
            objections.forEach((application, why) -> audit.append(
                    AuditEvents.APPLICATION_NOT_FILLED, Map.of("application", application, "reason", why)));
        }
        return screened;
    }

    private Map<String, String> screen(BlockTable blocks, Assignment current) {
        var objections = new HashMap<String, String>();
        for (var application : current.applications()) {
            // without links there is nothing to judge: no new keys, and those of before are still served
            if (application.getBackingLinkIdsCount() > 0) {
                screen(blocks, application).ifPresent(why -> objections.put(application.getAppId(), why));
            }
        }
        return Map.copyOf(objections);
    }

    private Optional<String> screen(BlockTable blocks, Application application) {
        var known = Combinations.named(application.getCombination());
        if (known.isEmpty()) {
            return Optional.of("combination '" + application.getCombination() + "' is not known here: use one of "
                    + Combinations.names());
        }
        var combination = known.get();
        var objection = fit(application, combination).or(() -> policy.objection(application, combination));
        if (objection.isPresent()) {
            return objection;
        }
        var footing = Footing.of(application, combination);
        var had = blocks.setting(FOOTING + application.getAppId()).map(Footing::decode);
        if (policy.noDowngrade() && had.isPresent() && !footing.covers(had.get())) {
            return Optional.of("this node's policy forbids a downgrade: '" + combination.name() + "' over "
                    + footing.paths() + " paths is less than the application had");
        }
        if (!had.equals(Optional.of(footing))) {
            blocks.set(FOOTING + application.getAppId(), footing.encode());
        }
        return Optional.empty();
    }

    private static Optional<String> fit(Application application, Combination combination) {
        var links = application.getBackingLinkIdsList();
        if (new HashSet<>(links).size() < links.size()) {
            return Optional.of("a link is assigned twice: keys and shares must travel by different ones");
        }
        if (combination instanceof Whole whole && links.size() > whole.mostLinks()) {
            return Optional.of("'single' takes one link, " + links.size() + " are assigned: name a combination");
        }
        return links.size() >= combination.fewestLinks()
                ? Optional.empty()
                : Optional.of("combination '" + combination.name() + "' takes " + combination.fewestLinks()
                        + " links or more, " + links.size() + " assigned");
    }
}
