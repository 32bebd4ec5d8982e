package org.qkdn.agent.report;

/** How an application does, and how much key is stored for it. */
public record ApplicationCondition(Status status, long storedBits) {
    /** ETSI GS QKD 015 app-status-types, as far as a node tells them. */
    public enum Status {
        ON("ON"),
        DISCONNECTED("DISCONNECTED"),
        OUT_OF_TIME("OUT-OF-TIME");

        private final String identity;

        Status(String identity) {
            this.identity = identity;
        }

        public String identity() {
            return identity;
        }
    }
}
