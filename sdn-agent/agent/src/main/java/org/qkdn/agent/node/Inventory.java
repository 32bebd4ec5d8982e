package org.qkdn.agent.node;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.qkdn.agent.desired.Attachment;
import org.qkdn.agent.desired.QkdInterface;
import org.qkdn.agent.desired.Role;
import org.qkdn.node.v1.ModuleDescription;

/** From what a module says of itself to what the inventory can hold. */
public final class Inventory {
    private static final Set<String> TECHNOLOGIES = Set.of("CV-QKD", "DV-QKD", "DV-QKD-COW", "DV-QKD-2Ws");
    private static final String WAVELENGTHS = "[1-9]\\d{0,3}(-[1-9]\\d{0,3})?(,[1-9]\\d{0,3}(-[1-9]\\d{0,3})?)*";

    private Inventory() {}

    /**
     * Reads a description.
     *
     * @throws IllegalArgumentException when it is not one of ETSI GS QKD 015
     */
    public static QkdInterface module(int interfaceId, ModuleDescription description) {
        require(TECHNOLOGIES.contains(description.getTechnology()), "technology", description.getTechnology());
        var range = Optional.of(description.getWavelengthRange()).filter(text -> !text.isEmpty());
        require(range.map(text -> text.matches(WAVELENGTHS)).orElse(true), "wavelength_range", range.orElse(""));
        return new QkdInterface(
                interfaceId,
                Optional.of((description.getVendor() + " " + description.getModel()).strip()),
                Optional.of(description.getTechnology()),
                Optional.of(Role.valueOf(description.getRole())),
                range,
                Optional.of(BigDecimal.valueOf(description.getMaxAbsorptionMillidb(), 3)));
    }

    public static Attachment attachment(ModuleDescription description) {
        return new Attachment(
                description.getAttachmentDevice(), Integer.toUnsignedLong(description.getAttachmentPort()));
    }

    private static void require(boolean valid, String name, String value) {
        if (!valid) {
            throw new IllegalArgumentException("the module describes itself with " + name + " '" + value
                    + "', which ETSI GS QKD 015 does not know");
        }
    }
}
