/** The forwarding module as its own node sees it: gRPC to and from the agent and the key management, the kept table. */
package org.qkdn.forwarding.node;
