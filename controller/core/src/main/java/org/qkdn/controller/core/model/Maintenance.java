package org.qkdn.controller.core.model;

/**
 * A part of the network that the operator is about to work on: it is to be emptied first, so that he can switch it off
 * without harm.
 *
 * @param name the operator's own, of this entry
 */
public record Maintenance(String name, Target target) {
    /** What is worked on. */
    public sealed interface Target {
        /** The QKD node: it relays no keys. */
        record Node(NodeName name) implements Target {
            @Override
            public String toString() {
                return "node " + name;
            }
        }

        /** One PHYS link: its modules, or what joins them. */
        record Link(KeyAssociationLinkId id) implements Target {
            @Override
            public String toString() {
                return "link " + id;
            }
        }

        /** An optical switch: all links whose light crosses it. */
        record Switch(String name) implements Target {
            @Override
            public String toString() {
                return "switch " + name;
            }
        }

        /** A fibre span: all links whose light crosses it. */
        record Span(String name) implements Target {
            @Override
            public String toString() {
                return "span " + name;
            }
        }
    }

    /** As operators are told where it is in the way. */
    public String notice() {
        return target + " is in maintenance (" + name + ")";
    }
}
