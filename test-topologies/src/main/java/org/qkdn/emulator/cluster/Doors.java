package org.qkdn.emulator.cluster;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.qkdn.emulator.check.NetworkView;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.OperatorClient;

/** The members of a cluster as operators reach them, each by its own RESTCONF. */
record Doors(Endpoints endpoints) {
    private Endpoints at(Member member) {
        return endpoints.withRestconf("https://127.0.0.1:" + member.ports().restconf() + "/restconf");
    }

    OperatorClient operator(Member member) throws IOException {
        return new OperatorClient(at(member));
    }

    NetworkView view(Member member) throws IOException {
        return new NetworkView(at(member));
    }

    /** Whether the member tells of a session with every node. */
    boolean connected(Member member) {
        try {
            return view(member).connectedNodes().size() == endpoints.nodes().size();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a service can be written and read there. */
    boolean takes(Member member, String service) {
        try (var operator = operator(member)) {
            ServiceWriter.write(operator, service);
            return ServiceWriter.found(operator).contains(service);
        } catch (IOException e) {
            return false;
        }
    }

    /** Names of all services that the member has, sorted. */
    List<String> services(Member member) throws IOException {
        try (var operator = operator(member)) {
            return ServiceWriter.found(operator).stream().sorted().toList();
        }
    }

    /** @throws IOException where the member lacks a service */
    void mustHave(Member member, Collection<String> services) throws IOException {
        try (var operator = operator(member)) {
            var missing = new TreeSet<>(services);
            missing.removeAll(ServiceWriter.found(operator));
            if (!missing.isEmpty()) {
                throw new IOException(member.name() + " lost " + missing);
            }
        }
    }
}
