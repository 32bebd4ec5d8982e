package org.qkdn.agent.desired;

import java.util.Optional;

/** One end of a link: its node and, for a physical link, the QKD module there. */
public record LinkEnd(Optional<String> nodeId, Optional<Long> interfaceId) {}
