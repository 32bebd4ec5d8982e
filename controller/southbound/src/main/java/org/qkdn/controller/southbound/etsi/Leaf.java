package org.qkdn.controller.southbound.etsi;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.qkdn.controller.core.model.SecretKeyRate;
import org.qkdn.netconf.client.Dom;
import org.w3c.dom.Element;

/** Values of leaves. What is missing or malformed is absent: a report is read for what can be understood of it. */
final class Leaf {
    private Leaf() {}

    static Optional<UUID> uuid(Element parent, String name) {
        return Dom.text(parent, name).flatMap(Leaf::uuid);
    }

    static List<UUID> uuids(Element parent, String name) {
        return Dom.children(parent, name).stream()
                .flatMap(leaf -> uuid(leaf.getTextContent().strip()).stream())
                .toList();
    }

    static Optional<Long> number(Element parent, String name) {
        return decimal(parent, name).map(BigDecimal::longValue).filter(n -> n >= 0);
    }

    /** A decimal64 times ten to the power of {@code shift}, to the nearest integer. */
    static Optional<Integer> scaled(Element parent, String name, int shift) {
        return decimal(parent, name)
                .map(value -> value.movePointRight(shift).setScale(0, RoundingMode.HALF_UP))
                .filter(value -> value.signum() >= 0 && value.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0)
                .map(BigDecimal::intValue);
    }

    static Optional<SecretKeyRate> rate(Element parent, String name) {
        return number(parent, name).map(SecretKeyRate::new);
    }

    static Optional<Boolean> flag(Element parent, String name) {
        return Dom.text(parent, name).map(Boolean::parseBoolean);
    }

    /** The name of an identity, whatever prefix it was written with, if any. */
    static Optional<String> identity(Element parent, String name) {
        return Dom.text(parent, name).map(text -> text.substring(text.lastIndexOf(':') + 1));
    }

    static <E extends Enum<E>> Optional<E> identity(Element parent, String name, Class<E> type) {
        return identity(parent, name).flatMap(value -> {
            try {
                return Optional.of(Enum.valueOf(type, value));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    private static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> decimal(Element parent, String name) {
        return Dom.text(parent, name).flatMap(text -> {
            try {
                return Optional.of(new BigDecimal(text));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }
}
