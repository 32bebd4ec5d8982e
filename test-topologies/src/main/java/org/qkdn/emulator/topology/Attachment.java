package org.qkdn.emulator.topology;

/** Where a module's quantum port is patched to. */
public sealed interface Attachment {
    /** A port of the site's optical switch. */
    record SwitchPort(int port) implements Attachment {}

    /** For good to one channel of a span, through the site's passive panel. */
    record FixedChannel(SpanChannel channel) implements Attachment {}
}
