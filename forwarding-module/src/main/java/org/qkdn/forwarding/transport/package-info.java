/** The relay protocol over mutual TLS 1.3: one connection to each neighbour, framing, HELLO, reconnection. */
package org.qkdn.forwarding.transport;
