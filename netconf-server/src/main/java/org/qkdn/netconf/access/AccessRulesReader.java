package org.qkdn.netconf.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.ChoiceNode;
import org.opendaylight.yangtools.yang.data.api.schema.ContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.DataContainerNode;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.qkdn.netconf.data.NodeInstancePath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the container {@code nacm} of a configuration to rules. */
record AccessRulesReader(EffectiveModelContext model) {
    static final QName NACM = QName.create("urn:ietf:params:xml:ns:yang:ietf-netconf-acm", "2018-02-14", "nacm");

    private static final Logger LOG = LoggerFactory.getLogger(AccessRulesReader.class);

    AccessRules read(ContainerNode nacm) {
        final var standard = AccessRules.Defaults.STANDARD;
        return new AccessRules(
                new AccessRules.Defaults(
                        leaf(nacm, "enable-nacm").map(Boolean.TRUE::equals).orElse(standard.enabled()),
                        leaf(nacm, "read-default").map("permit"::equals).orElse(standard.read()),
                        leaf(nacm, "write-default").map("permit"::equals).orElse(standard.write()),
                        leaf(nacm, "exec-default").map("permit"::equals).orElse(standard.exec()),
                        leaf(nacm, "enable-external-groups")
                                .map(Boolean.TRUE::equals)
                                .orElse(standard.externalGroups())),
                groups(nacm),
                entries(nacm, "rule-list").stream().map(this::ruleList).toList());
    }

    private static Map<String, Set<String>> groups(ContainerNode nacm) {
        final var groups = new HashMap<String, Set<String>>();
        if (child(nacm, "groups").orElse(null) instanceof ContainerNode holder) {
            entries(holder, "group").forEach(group -> groups.put(text(group, "name"), texts(group, "user-name")));
        }
        return Map.copyOf(groups);
    }

    private AccessRules.RuleList ruleList(MapEntryNode list) {
        final var rules = new ArrayList<Rule>();
        for (var rule : entries(list, "rule")) {
            rule(rule).ifPresent(rules::add);
        }
        return new AccessRules.RuleList(texts(list, "group"), List.copyOf(rules));
    }

    private Optional<Rule> rule(MapEntryNode rule) {
        final boolean permits = text(rule, "action").equals("permit");
        final var subject = child(rule, "rule-type")
                .map(ChoiceNode.class::cast)
                .flatMap(choice -> choice.body().stream().findFirst())
                .map(chosen -> subject(
                        chosen.name().getNodeType().getLocalName(),
                        chosen.body().toString()))
                .orElse(Optional.of(new Rule.Subject.Anything()));
        if (subject.isEmpty()) {
            LOG.warn("Access rule {} has a path that names no module here", text(rule, "name"));
            // on the safe side: what should have been denied is not permitted by mistake
            return permits ? Optional.empty() : Optional.of(Rule.general(false, operations(rule)));
        }
        return Optional.of(new Rule(
                leaf(rule, "module-name").map(Object::toString).orElse(Rule.ANY),
                subject.orElseThrow(),
                operations(rule),
                permits));
    }

    private Optional<Rule.Subject> subject(String leaf, String value) {
        return switch (leaf) {
            case "rpc-name" -> Optional.of(new Rule.Subject.Rpc(value));
            case "notification-name" -> Optional.of(new Rule.Subject.Notification(value));
            default ->
                NodeInstancePath.parse(value)
                        .filter(path -> path.modules().stream()
                                .noneMatch(module -> model.findModules(module).isEmpty()))
                        .map(Rule.Subject.Data::new);
        };
    }

    private static Set<AccessOperation> operations(MapEntryNode rule) {
        return switch (leaf(rule, "access-operations").orElse(Rule.ANY)) {
            case Collection<?> bits -> operations(bits.stream().map(Object::toString));
            case String text when !text.equals(Rule.ANY) -> operations(Stream.of(text.split(" ", -1)));
            default -> AccessOperation.ALL;
        };
    }

    private static Set<AccessOperation> operations(Stream<String> bits) {
        return bits.map(AccessOperation::ofBit).collect(Collectors.toUnmodifiableSet());
    }

    private static Collection<MapEntryNode> entries(DataContainerNode parent, String list) {
        return child(parent, list).orElse(null) instanceof MapNode entries ? entries.body() : List.of();
    }

    private static Set<String> texts(DataContainerNode parent, String leafList) {
        return child(parent, leafList).orElse(null) instanceof LeafSetNode<?> entries
                ? entries.body().stream().map(entry -> entry.body().toString()).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    private static String text(DataContainerNode parent, String name) {
        return leaf(parent, name).map(Object::toString).orElse("");
    }

    private static Optional<Object> leaf(DataContainerNode parent, String name) {
        return child(parent, name).map(NormalizedNode::body);
    }

    private static Optional<NormalizedNode> child(DataContainerNode parent, String name) {
        return Optional.ofNullable(parent.childByArg(NodeIdentifier.create(QName.create(NACM, name))));
    }
}
