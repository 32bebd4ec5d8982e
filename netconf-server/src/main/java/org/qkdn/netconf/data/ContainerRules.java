package org.qkdn.netconf.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opendaylight.yangtools.yang.common.ErrorTag;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.model.api.AugmentationTarget;
import org.opendaylight.yangtools.yang.model.api.CaseSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ChoiceSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ContainerSchemaNode;
import org.opendaylight.yangtools.yang.model.api.DataNodeContainer;
import org.opendaylight.yangtools.yang.model.api.DataSchemaNode;
import org.opendaylight.yangtools.yang.model.api.ElementCountConstraint;
import org.opendaylight.yangtools.yang.model.api.ElementCountConstraintAware;
import org.opendaylight.yangtools.yang.model.api.MandatoryAware;
import org.opendaylight.yangtools.yang.model.api.WhenConditionAware;
import org.opendaylight.yangtools.yang.xpath.api.YangXPathExpression;
import org.qkdn.netconf.NetconfError;
import org.qkdn.netconf.xpath.XNode;

/** What the schema of one container or list asks of its children; choices are looked through. */
record ContainerRules(
        Map<QName, List<When>> whens, List<Demand> demands, List<ContainerSchemaNode> implicitContainers) {

    /**
     * @param onParent the condition's context node is the parent, as for uses, augment, choice and case (RFC 7950 7.21.5)
     */
    record When(YangXPathExpression condition, boolean onParent) {}

    /**
     * Something that has to be there.
     *
     * @param among any of these nodes fulfils it
     * @param onlyWith it is asked for only where one of these is there: a case's other nodes; empty: always
     */
    record Demand(DataSchemaNode schema, Set<QName> among, int least, Set<QName> onlyWith) {
        Optional<NetconfError> missingIn(Map<QName, List<XNode>> present) {
            final var found = among.stream()
                    .mapToInt(name -> present.getOrDefault(name, List.of()).size())
                    .sum();
            if (found >= least || (!onlyWith.isEmpty() && onlyWith.stream().noneMatch(present::containsKey))) {
                return Optional.empty();
            }
            final var name = schema.getQName().getLocalName();
            return Optional.of(
                    switch (schema) {
                        case ChoiceSchemaNode choice ->
                            NetconfError.application(ErrorTag.DATA_MISSING, "one case of " + name + " is mandatory")
                                    .withAppTag("missing-choice");
                        case MandatoryAware leaf ->
                            NetconfError.application(ErrorTag.DATA_MISSING, name + " is mandatory");
                        default ->
                            NetconfError.application(
                                            ErrorTag.OPERATION_FAILED, name + " needs " + least + " entries or more")
                                    .withAppTag("too-few-elements");
                    });
        }
    }

    static ContainerRules of(DataNodeContainer container) {
        final var rules = new ContainerRules(new HashMap<>(), new ArrayList<>(), new ArrayList<>());
        rules.collect(container, List.of(), Set.of());
        return rules;
    }

    List<When> whensOf(QName child) {
        return whens.getOrDefault(child, List.of());
    }

    private void collect(DataNodeContainer container, List<When> inherited, Set<QName> siblings) {
        for (var child : container.getChildNodes()) {
            final var conditions = new ArrayList<>(inherited);
            conditions.addAll(fromUses(container, child.getQName()));
            if (container instanceof AugmentationTarget target) {
                conditions.addAll(fromAugments(target, child.getQName()));
            }
            add(child, conditions, siblings);
        }
    }

    private void add(DataSchemaNode child, List<When> conditions, Set<QName> siblings) {
        if (!Constraints.isConfig(child)) {
            return;
        }
        if (child instanceof ChoiceSchemaNode choice) {
            choice.getWhenCondition().ifPresent(when -> conditions.add(new When(when, true)));
            final var members = new HashSet<QName>();
            choice.getCases().forEach(branch -> members.addAll(dataNodes(branch)));
            if (choice.isMandatory()) {
                demands.add(new Demand(choice, members, 1, siblings));
            }
            whens.put(choice.getQName(), List.copyOf(conditions));
            for (var branch : choice.getCases()) {
                addCase(branch, conditions);
            }
            return;
        }
        child.getWhenCondition().ifPresent(when -> conditions.add(new When(when, false)));
        if (!conditions.isEmpty()) {
            whens.put(child.getQName(), List.copyOf(conditions));
        }
        final var own = Set.of(child.getQName());
        if (child instanceof MandatoryAware mandatory && mandatory.isMandatory()) {
            demands.add(new Demand(child, own, 1, siblings));
        } else if (child instanceof ElementCountConstraintAware counted) {
            counted.getElementCountConstraint()
                    .map(ElementCountConstraint::getMinElements)
                    .filter(least -> least > 0)
                    .ifPresent(least -> demands.add(new Demand(child, own, least, siblings)));
        } else if (child instanceof ContainerSchemaNode container
                && !container.isPresenceContainer()
                && siblings.isEmpty()) {
            implicitContainers.add(container);
        }
    }

    private void addCase(CaseSchemaNode branch, List<When> ofChoice) {
        final var conditions = new ArrayList<>(ofChoice);
        branch.getWhenCondition().ifPresent(when -> conditions.add(new When(when, true)));
        collect(branch, conditions, dataNodes(branch));
    }

    /** yangtools keeps the condition of a uses on the uses only. */
    private static List<When> fromUses(DataNodeContainer container, QName child) {
        return container.getUses().stream()
                .filter(uses -> uses.getWhenCondition().isPresent())
                .filter(uses -> uses.getSourceGrouping().getChildNodes().stream()
                        .anyMatch(node -> node.getQName().getLocalName().equals(child.getLocalName())))
                .flatMap(uses -> onParent(uses).stream())
                .toList();
    }

    private static List<When> fromAugments(AugmentationTarget target, QName child) {
        return target.getAvailableAugmentations().stream()
                .filter(augment -> augment.dataChildByName(child) != null)
                .flatMap(augment -> onParent(augment).stream())
                .toList();
    }

    private static Optional<When> onParent(WhenConditionAware statement) {
        return statement.getWhenCondition().map(when -> new When(when, true));
    }

    private static Set<QName> dataNodes(DataNodeContainer branch) {
        final var names = new HashSet<QName>();
        collectNames(branch.getChildNodes(), names);
        return Set.copyOf(names);
    }

    private static void collectNames(Collection<? extends DataSchemaNode> nodes, Set<QName> names) {
        for (var node : nodes) {
            if (node instanceof ChoiceSchemaNode choice) {
                choice.getCases().forEach(branch -> collectNames(branch.getChildNodes(), names));
            } else {
                names.add(node.getQName());
            }
        }
    }
}
