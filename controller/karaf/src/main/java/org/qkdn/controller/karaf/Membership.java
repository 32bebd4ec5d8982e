package org.qkdn.controller.karaf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.management.JMException;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster as this member sees it, as Pekko tells of it over JMX.
 *
 * @param self address of this member
 * @param members addresses of all that have a say, in the order by which a tie is decided
 * @param unreachable of these, in the eyes of any member
 */
record Membership(String self, List<String> members, Set<String> unreachable) {
    static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final JsonMapper JSON = new JsonMapper();
    /** Others join, or are on their way out: they do not count where a cluster parts. */
    private static final Set<String> WITH_A_SAY = Set.of("Up", "Leaving");

    /** Empty while this process is in no cluster, or cannot tell. */
    static Optional<Membership> now() {
        try {
            var status = ManagementFactory.getPlatformMBeanServer().getAttribute(bean(), "ClusterStatus");
            return Optional.of(read(JSON.readTree(String.valueOf(status))));
        } catch (JMException | IOException e) {
            LOG.debug("the cluster does not tell how it is", e);
            return Optional.empty();
        }
    }

    private static ObjectName bean() {
        try {
            return ObjectName.getInstance("pekko:type=Cluster");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    static Membership read(JsonNode status) {
        var members = new ArrayList<String>();
        for (var member : status.path("members")) {
            if (WITH_A_SAY.contains(member.path("status").asText())) {
                members.add(member.path("address").asText());
            }
        }
        var unreachable = new HashSet<String>();
        for (var member : status.path("unreachable")) {
            unreachable.add(member.path("node").asText());
        }
        unreachable.retainAll(members);
        return new Membership(status.path("self-address").asText(), members, unreachable);
    }

    List<String> reachable() {
        return members.stream().filter(member -> !unreachable.contains(member)).toList();
    }

    /**
     * Whether this member is reached by all, and is of the part that goes on by the rule of the split brain resolver
     * (keep-majority).
     */
    boolean goesOn() {
        if (!members.contains(self) || unreachable.contains(self)) {
            return false;
        }
        int reached = reachable().size();
        return reached == unreachable.size() ? !unreachable.contains(members.getFirst()) : reached > unreachable.size();
    }
}
