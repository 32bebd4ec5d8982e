package org.qkdn.netconf.access;

import java.util.List;
import java.util.Set;
import org.qkdn.netconf.NetconfUser;

/** What one user may do, by one state of the rules (RFC 8341 3.4.4 to 3.4.6). */
final class UserAccess {
    private static final Set<String> DENIED_BY_DEFAULT = Set.of("kill-session", "delete-config");

    private final String user;
    private final boolean exempt;
    private final AccessRules.Defaults defaults;
    private final List<Rule> rules;

    UserAccess(AccessRules rules, NetconfUser user) {
        this.user = user.name();
        defaults = rules.defaults();
        exempt = user.access() == NetconfUser.Access.RECOVERY || !defaults.enabled();
        this.rules = exempt ? List.of() : rules.rulesOf(user);
    }

    boolean mayExecute(String module, String rpc, DefaultDenial denial) {
        if (exempt || rpc.equals("close-session")) {
            return true;
        }
        return rules.stream()
                .filter(rule -> rule.matchesRpc(module, rpc))
                .findFirst()
                .map(Rule::permits)
                .orElseGet(() ->
                        !denial.denies(AccessOperation.EXEC) && !DENIED_BY_DEFAULT.contains(rpc) && defaults.exec());
    }

    boolean mayHear(String module, String notification, DefaultDenial denial) {
        if (exempt) {
            return true;
        }
        return rules.stream()
                .filter(rule -> rule.matchesNotification(module, notification))
                .findFirst()
                .map(Rule::permits)
                .orElseGet(() -> !denial.denies(AccessOperation.READ) && defaults.read());
    }

    boolean may(AccessOperation operation, DataPath node, DefaultDenial denial) {
        if (exempt) {
            return true;
        }
        return rules.stream()
                .filter(rule -> rule.matchesData(operation, node, user))
                .findFirst()
                .map(Rule::permits)
                .orElseGet(() -> !denial.denies(operation)
                        && (operation == AccessOperation.READ ? defaults.read() : defaults.write()));
    }

    boolean isExempt() {
        return exempt;
    }

    /** Whether no data can be hidden from the user, for sure. */
    boolean readsEverything() {
        if (exempt) {
            return true;
        }
        for (var rule : rules) {
            if (rule.concernsReading()) {
                if (!rule.permits() || rule.coversAllReading()) {
                    return rule.permits();
                }
            }
        }
        return false;
    }
}
