package org.qkdn.controller.karaf;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * A part of the datastore on this member, as OpenDaylight tells of it over JMX.
 *
 * @param role Leader, Follower, Candidate, ...
 * @param leader name of the leader's replica; empty while nobody leads
 * @param alone whether there is no other replica
 * @param applied number of the last change that is in this member's tree
 */
record Shard(String name, String role, Optional<String> leader, boolean alone, long applied) {
    /** All that this member has a replica of; none while the datastore starts. */
    static List<Shard> all() {
        var beans = ManagementFactory.getPlatformMBeanServer();
        return beans.queryNames(pattern(), null).stream()
                .sorted()
                .flatMap(bean -> read(beans, bean).stream())
                .toList();
    }

    private static ObjectName pattern() {
        try {
            return ObjectName.getInstance("org.opendaylight.controller:Category=Shards,*");
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Shard> read(MBeanServer beans, ObjectName bean) {
        try {
            var leader = Optional.ofNullable(beans.getAttribute(bean, "Leader"))
                    .map(Object::toString)
                    .filter(name -> !name.isEmpty());
            return Optional.of(new Shard(
                    bean.getKeyProperty("name"),
                    Objects.toString(beans.getAttribute(bean, "RaftState"), "none"),
                    leader,
                    Objects.toString(beans.getAttribute(bean, "PeerAddresses"), "")
                            .isEmpty(),
                    (long) beans.getAttribute(bean, "LastApplied")));
        } catch (JMException e) {
            // it ended meanwhile
            return Optional.empty();
        }
    }

    /** Name of the member whose replica this is: the replicas are called {@code MEMBER-shard-NAME-STORE}. */
    String member() {
        return name.substring(0, Math.max(0, name.indexOf("-shard-")));
    }
}
