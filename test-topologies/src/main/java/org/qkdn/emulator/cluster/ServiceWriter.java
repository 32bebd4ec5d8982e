package org.qkdn.emulator.cluster;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.qkdn.emulator.client.OperatorClient;

/** An operator who writes one service after the other at one member, and remembers which were acknowledged, and when. */
final class ServiceWriter implements AutoCloseable {
    private static final int PAUSE_MILLIS = 20;
    private static final String SERVICES = "/qkdn-key-service:key-services";

    private final String name;
    private final OperatorClient operator;
    private final Thread thread;
    private final List<String> acknowledged = new ArrayList<>();
    private final List<String> refused = new ArrayList<>();
    private Duration longest = Duration.ZERO;
    private volatile boolean stopped;

    /** @param name what the names of its services begin with */
    ServiceWriter(String name, OperatorClient operator) {
        this.name = name;
        this.operator = operator;
        thread = Thread.ofPlatform().name(name).start(this::run);
    }

    private void run() {
        for (int number = 1; !stopped; number++) {
            var service = name + "-" + number;
            var begun = Instant.now();
            try {
                write(operator, service);
                note(acknowledged, service, Duration.between(begun, Instant.now()));
            } catch (IOException e) {
                note(refused, service + ": " + e.getMessage(), Duration.between(begun, Instant.now()));
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Of SAEs that nobody knows: nothing is programmed for it. */
    static void write(OperatorClient operator, String service) throws IOException {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray("qkdn-key-service:key-service")
                .addObject()
                .put("name", service)
                .put("source", "from-" + service)
                .put("destination", "to-" + service);
        operator.put(SERVICES + "/key-service=" + service, body);
    }

    /** Names of all services that a member has. */
    static List<String> found(OperatorClient operator) throws IOException {
        var names = new ArrayList<String>();
        operator.get(SERVICES + "?content=config")
                .body()
                .at("/qkdn-key-service:key-services/key-service")
                .forEach(service -> names.add(service.path("name").asText()));
        return names;
    }

    private synchronized void note(List<String> list, String what, Duration took) {
        list.add(what);
        longest = took.compareTo(longest) > 0 ? took : longest;
    }

    synchronized List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    /** How long the slowest write took. */
    synchronized Duration longest() {
        return longest;
    }

    /** Ends with the write that is under way. */
    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        operator.close();
    }
}
