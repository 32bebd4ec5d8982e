package org.qkdn.agent.rules;

import java.util.ArrayList;
import java.util.List;
import org.qkdn.agent.desired.Application;
import org.qkdn.agent.plan.KeyStorePlan;
import org.qkdn.agent.yang.Paths;

/** Whether this node is a place for an application. */
final class ApplicationRules {
    private final String nodeId;
    private final KeyStorePlan plan;

    ApplicationRules(String nodeId, KeyStorePlan plan) {
        this.nodeId = nodeId;
        this.plan = plan;
    }

    List<Violation> check(Application application) {
        var found = new ArrayList<Violation>();
        var id = application.id();
        if (application.kind().isEmpty()) {
            found.add(Violation.missing(
                    Paths.application(id, "app_type"), "app_type is missing: say CLIENT or INTERNAL"));
        }
        application
                .localNode()
                .filter(node -> !node.equals(nodeId))
                .ifPresent(node -> found.add(Violation.invalid(
                        Paths.application(id, "local_qkdn_id"),
                        "local_qkdn_id " + node + " is not this node; at this end it is " + nodeId)));
        application
                .remoteNode()
                .filter(nodeId::equals)
                .ifPresent(node -> found.add(Violation.invalid(
                        Paths.application(id, "remote_qkdn_id"),
                        "remote_qkdn_id " + node + " is this node itself; name the node at the other end")));
        if (application.is(Application.Kind.CLIENT)) {
            pair(application, found);
        }
        return found;
    }

    private void pair(Application application, List<Violation> found) {
        var id = application.id();
        if (application.server().isEmpty() || application.clients().isEmpty()) {
            var leaf = application.server().isEmpty() ? "server_app_id" : "client_app_id";
            found.add(Violation.missing(
                    Paths.application(id, leaf),
                    "a CLIENT application is two SAEs: give server_app_id and client_app_id"));
        } else if (application.clients().size() > 1) {
            found.add(Violation.invalid(
                    Paths.application(id, "client_app_id"),
                    "client_app_id names " + application.clients().size() + " SAEs; make one application for each"));
        } else if (plan.ends(application).isEmpty()) {
            found.add(Violation.invalid(
                    Paths.application(id, "server_app_id"),
                    "neither server_app_id " + application.server().get() + " nor client_app_id "
                            + application.clients().getFirst() + " is an SAE of this node, which has "
                            + plan.localSaes().stream().sorted().toList()));
        }
        var links = application.backingLinks().size();
        if (links > 1 && application.combination().isEmpty()) {
            found.add(Violation.invalid(
                    Paths.application(id, "backing_qkdl_id"),
                    "backing_qkdl_id names " + links
                            + " links; say by combination (qkdn-node-extension) how keys are made"
                            + " of what they bring, or name one"));
        }
        application.parts().keySet().stream()
                .filter(link -> !application.isSplit() || !application.isBackedBy(link))
                .findFirst()
                .ifPresent(link -> found.add(Violation.invalid(
                        Paths.application(id, "backing_qkdl_id"),
                        "part (qkdn-node-extension) names link " + link + ", which is none of backing_qkdl_id, or"
                                + " combination is not split: name the link there, or leave the part out")));
        if (links == 1 && application.combinesLinksOnly()) {
            found.add(Violation.invalid(
                    Paths.application(id, "backing_qkdl_id"),
                    "backing_qkdl_id names one link, and combination "
                            + application.combination().orElse("") + " needs two at least; name more, or none"));
        }
    }
}
