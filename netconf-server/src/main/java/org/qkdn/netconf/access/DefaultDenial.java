package org.qkdn.netconf.access;

import java.util.Optional;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.model.api.EffectiveStatementEquivalent;
import org.opendaylight.yangtools.yang.model.api.SchemaNode;
import org.opendaylight.yangtools.yang.model.api.meta.DeclaredStatement;

/** What a model denies to everybody whom no rule permits it (RFC 8341: default-deny-write, default-deny-all). */
enum DefaultDenial {
    NOTHING,
    WRITING,
    ALL;

    static DefaultDenial of(SchemaNode schema) {
        var found = NOTHING;
        // the effective model drops extensions that the parser does not know
        final var declared = schema instanceof EffectiveStatementEquivalent<?> statement
                ? Optional.ofNullable(statement.asEffectiveStatement().getDeclared())
                : Optional.<DeclaredStatement<?>>empty();
        for (var name : declared.stream()
                .flatMap(statement -> statement.declaredSubstatements().stream())
                .map(statement -> statement.statementDefinition().getStatementName())
                .filter(name -> name.getNamespace().toString().equals(AccessControl.NAMESPACE))
                .map(QName::getLocalName)
                .toList()) {
            switch (name) {
                case "default-deny-all" -> {
                    return ALL;
                }
                case "default-deny-write" -> found = WRITING;
                default -> {}
            }
        }
        return found;
    }

    /** Of a node below one that has this. */
    DefaultDenial with(SchemaNode below) {
        final var own = of(below);
        return own.compareTo(this) > 0 ? own : this;
    }

    boolean denies(AccessOperation operation) {
        return switch (this) {
            case NOTHING -> false;
            case WRITING -> operation != AccessOperation.READ && operation != AccessOperation.EXEC;
            case ALL -> true;
        };
    }
}
