package org.qkdn.agent.rules;

import java.time.format.DateTimeParseException;
import java.util.function.Consumer;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.yang.ConfigurationReader;
import org.qkdn.agent.yang.Paths;
import org.qkdn.netconf.ConfigChange;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.TreeDatastore;

/** Puts the rules before each commit of a client and tells what came after it. */
public final class CommitRules implements TreeDatastore.CommitHook {
    /** Who the agent itself is in a {@link ConfigChange}; no SSH user name has a space. */
    public static final String AGENT = "the agent";

    private final ConfigurationRules rules;
    private final Consumer<NodeConfiguration> committed;

    public CommitRules(ConfigurationRules rules, Consumer<NodeConfiguration> committed) {
        this.rules = rules;
        this.committed = committed;
    }

    @Override
    public void validate(ConfigChange change) throws NetconfError {
        if (change.user().equals(AGENT)) {
            return;
        }
        var found = rules.check(ConfigurationReader.read(change.before()), after(change));
        if (!found.isEmpty()) {
            var first = found.getFirst();
            var error = NetconfError.application(first.tag(), first.message()).withPath(first.path());
            throw first.tag().equals(ErrorTag.MISSING_ELEMENT)
                    ? error.withInfo(
                            "bad-element",
                            first.path().getLastPathArgument().getNodeType().getLocalName())
                    : error;
        }
    }

    private static NodeConfiguration after(ConfigChange change) throws NetconfError {
        try {
            return ConfigurationReader.read(change.after());
        } catch (DateTimeParseException e) {
            throw NetconfError.application(
                            ErrorTag.INVALID_VALUE,
                            "expiration_time " + e.getParsedString()
                                    + " is no point in time; write it like 2027-01-31T00:00:00Z")
                    .withPath(Paths.node("qkd_applications"));
        }
    }

    @Override
    public void committed(ConfigChange change) {
        committed.accept(ConfigurationReader.read(change.after()));
    }
}
