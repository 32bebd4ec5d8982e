package org.qkdn.controller.core.model;

import java.util.Set;

/** Of which operator domains relay nodes may be; "" is the domain of a node that has none. */
public sealed interface DomainPolicy {
    DomainPolicy ANY = new Any();

    boolean allows(String domain, String fromDomain, String toDomain);

    /** Of any. */
    record Any() implements DomainPolicy {
        @Override
        public boolean allows(String domain, String fromDomain, String toDomain) {
            return true;
        }
    }

    /** Of the domain of either end: no third operator sees keys. */
    record OfEnds() implements DomainPolicy {
        @Override
        public boolean allows(String domain, String fromDomain, String toDomain) {
            return domain.equals(fromDomain) || domain.equals(toDomain);
        }
    }

    /** Of those named. */
    record Only(Set<String> domains) implements DomainPolicy {
        public Only {
            domains = Set.copyOf(domains);
        }

        @Override
        public boolean allows(String domain, String fromDomain, String toDomain) {
            return domains.contains(domain);
        }
    }

    /** Of others than those named. */
    record Except(Set<String> domains) implements DomainPolicy {
        public Except {
            domains = Set.copyOf(domains);
        }

        @Override
        public boolean allows(String domain, String fromDomain, String toDomain) {
            return !domains.contains(domain);
        }
    }
}
