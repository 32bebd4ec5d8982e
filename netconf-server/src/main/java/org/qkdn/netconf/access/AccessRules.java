package org.qkdn.netconf.access;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.qkdn.netconf.NetconfUser;

/**
 * Who may do what (RFC 8341). The rules that the configuration holds come first, then those of the roles that users have
 * by the server's own settings.
 *
 * @param groups members of each configured group
 */
record AccessRules(Defaults defaults, Map<String, Set<String>> groups, List<RuleList> lists) {
    private static final Set<AccessOperation> WRITING =
            Set.of(AccessOperation.CREATE, AccessOperation.UPDATE, AccessOperation.DELETE);

    /** The roles of {@link NetconfUser.Access}, which RFC 8341 knows as groups that the transport reports. */
    private static final List<RuleList> ROLES = List.of(
            new RuleList(
                    Set.of(NetconfUser.Access.READ_WRITE.group()), List.of(Rule.general(true, AccessOperation.ALL))),
            new RuleList(
                    Set.of(NetconfUser.Access.READ_ONLY.group()),
                    List.of(
                            Rule.execution("get"),
                            Rule.execution("get-config"),
                            Rule.execution("get-schema"),
                            Rule.execution("create-subscription"),
                            Rule.general(false, Set.of(AccessOperation.EXEC)),
                            Rule.general(false, WRITING))));

    /** What holds where no rule matches, and whether any rule does. */
    record Defaults(boolean enabled, boolean read, boolean write, boolean exec, boolean externalGroups) {
        static final Defaults STANDARD = new Defaults(true, true, false, true, true);
    }

    /** Rules for the members of some groups. */
    record RuleList(Set<String> groups, List<Rule> rules) {
        boolean isFor(Set<String> ofUser) {
            return !ofUser.isEmpty()
                    && (groups.contains(Rule.ANY) || ofUser.stream().anyMatch(groups::contains));
        }
    }

    /** Of a configuration that says nothing about it. */
    static final AccessRules STANDARD = new AccessRules(Defaults.STANDARD, Map.of(), List.of());

    /** Those that are to be asked about the user, in their order. */
    List<Rule> rulesOf(NetconfUser user) {
        final var member = groupsOf(user);
        return Stream.concat(lists.stream(), ROLES.stream())
                .filter(list -> list.isFor(member))
                .flatMap(list -> list.rules().stream())
                .toList();
    }

    private Set<String> groupsOf(NetconfUser user) {
        final var member = new HashSet<String>();
        groups.forEach((group, users) -> {
            if (users.contains(user.name())) {
                member.add(group);
            }
        });
        if (defaults.externalGroups()) {
            member.add(user.access().group());
        }
        return member;
    }
}
