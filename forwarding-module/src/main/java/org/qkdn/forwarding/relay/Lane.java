package org.qkdn.forwarding.relay;

import java.util.UUID;

/** One direction of a link: what credit, queue and turn belong to. */
record Lane(UUID linkId, Direction direction) {}
