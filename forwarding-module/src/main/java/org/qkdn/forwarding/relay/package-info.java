/**
 * The relay protocol without sockets: messages, what their tags cover, and what a node does with them. Specified in
 * {@code docs/relay-protocol.md}.
 */
package org.qkdn.forwarding.relay;
