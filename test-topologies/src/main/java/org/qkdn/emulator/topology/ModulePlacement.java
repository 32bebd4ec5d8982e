package org.qkdn.emulator.topology;

/** A module at its site. */
public record ModulePlacement(ModuleRef ref, ModuleType type, ModuleRole role, Attachment attachment) {
    /** ETSI GS QKD 015 qkdi_att_point/device. */
    public String device() {
        return switch (attachment) {
            case Attachment.SwitchPort p -> "switch-" + p.site();
            case Attachment.FixedChannel f -> "panel-" + ref.site();
        };
    }

    /** ETSI GS QKD 015 qkdi_att_point/port; on a passive panel it is the interface number. */
    public int port() {
        return switch (attachment) {
            case Attachment.SwitchPort p -> p.port();
            case Attachment.FixedChannel f -> ref.interfaceId();
        };
    }
}
