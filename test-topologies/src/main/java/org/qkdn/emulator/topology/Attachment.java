package org.qkdn.emulator.topology;

/** Where a module's quantum port is patched to. */
public sealed interface Attachment {
    /** A port of an optical switch; nearly always that of the module's own site. */
    record SwitchPort(String site, int port) implements Attachment {}

    /** For good to one channel of a span, through the site's passive panel. */
    record FixedChannel(SpanChannel channel) implements Attachment {}
}
