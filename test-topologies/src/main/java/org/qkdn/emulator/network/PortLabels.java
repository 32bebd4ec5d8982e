package org.qkdn.emulator.network;

import java.util.Map;
import java.util.TreeMap;
import org.qkdn.emulator.topology.Attachment;
import org.qkdn.emulator.topology.OpticalSwitch;
import org.qkdn.emulator.topology.Topology;

/** What a switch's ports lead to, in words. */
record PortLabels(Topology topology) {
    Map<Integer, String> of(OpticalSwitch device) {
        var labels = new TreeMap<Integer, String>();
        device.patches().forEach((port, channel) -> labels.put(port, "span " + channel));
        for (var module : topology.modulesAt(device.site())) {
            switch (module.attachment()) {
                case Attachment.SwitchPort at ->
                    labels.put(
                            at.port(),
                            "module " + module.ref() + " " + module.type().vendor() + " " + module.role());
                case Attachment.FixedChannel fixed -> {
                    // not on the switch
                }
            }
        }
        return labels;
    }
}
