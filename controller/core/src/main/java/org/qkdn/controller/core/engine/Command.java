package org.qkdn.controller.core.engine;

import java.util.SortedMap;
import org.qkdn.controller.core.model.DesiredNode;
import org.qkdn.controller.core.model.NodeName;

/** What the controller's limbs are to do. Each is whole and idempotent: the newest for a target replaces those before. */
public sealed interface Command {
    /** Name of the node or switch that is told. */
    String target();

    /** Bring a node to hold exactly this: add and change before deleting, then read it again. */
    record ProgramNode(NodeName node, DesiredNode desired) implements Command {
        @Override
        public String target() {
            return node.value();
        }
    }

    /** Bring a switch to connect exactly this (ingress to egress): first disconnect, then connect, then read back. */
    record ProgramSwitch(String name, SortedMap<Integer, Integer> crossConnects) implements Command {
        @Override
        public String target() {
            return name;
        }
    }
}
