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
        for (var module : topology.modules()) {
            switch (module.attachment()) {
                case Attachment.SwitchPort at
                when at.site().equals(device.site()) ->
                    labels.put(
                            at.port(),
                            "module " + module.ref() + " " + module.type().vendor() + " " + module.role());
                case Attachment.SwitchPort elsewhere -> {}
                case Attachment.FixedChannel fixed -> {
                    // not on the switch
                }
            }
        }
        return labels;
    }
}
