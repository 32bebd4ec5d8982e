package org.qkdn.emulator.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.HttpAnswer;
import org.qkdn.emulator.client.SaeClient;

/** Two SAEs that want the same keys. */
public final class SaePair {
    private final Endpoints.Sae master;
    private final Endpoints.Sae slave;
    private final SaeClient atMaster;
    private final SaeClient atSlave;

    public SaePair(
            Endpoints endpoints,
            Endpoints.Node masterNode,
            Endpoints.Sae master,
            Endpoints.Node slaveNode,
            Endpoints.Sae slave)
            throws IOException {
        this.master = master;
        this.slave = slave;
        atMaster = new SaeClient(endpoints, masterNode, master);
        atSlave = new SaeClient(endpoints, slaveNode, slave);
    }

    /** Asks once, whatever comes of it. */
    public HttpAnswer ask() throws IOException {
        return atMaster.encKeys(slave.id(), 1, 256);
    }

    /**
     * Draws keys at the master and fetches them at the slave. Empty where the master has none yet: then the reason is in
     * {@code why}.
     *
     * @throws IOException when anything but "no keys yet" is answered, or the two ends differ
     */
    public Optional<List<String>> exchange(int number, int sizeBits, List<String> why) throws IOException {
        var drawn = atMaster.encKeys(slave.id(), number, sizeBits);
        if (drawn.status() == 503) {
            why.add(master.id() + " for " + slave.id() + ": "
                    + drawn.body().path("message").asText() + " " + drawn.body().path("details"));
            return Optional.empty();
        }
        require(drawn, "enc_keys at " + master.id());
        var ids = texts(drawn.body(), "key_ID");
        var fetched = atSlave.decKeys(master.id(), ids);
        require(fetched, "dec_keys at " + slave.id());
        var keys = texts(drawn.body(), "key");
        if (!keys.equals(texts(fetched.body(), "key")) || !ids.equals(texts(fetched.body(), "key_ID"))) {
            throw new IOException("keys differ between " + master.id() + " and " + slave.id());
        }
        if (keys.size() != number) {
            throw new IOException(keys.size() + " keys instead of " + number + " for " + master.id());
        }
        return Optional.of(keys);
    }

    private static void require(HttpAnswer answer, String what) throws IOException {
        if (!answer.isSuccess()) {
            throw new IOException(what + " was answered " + answer.status() + " "
                    + answer.body().path("message").asText());
        }
    }

    private static List<String> texts(JsonNode container, String member) {
        var texts = new ArrayList<String>();
        container.path("keys").forEach(key -> texts.add(key.path(member).asText()));
        return texts;
    }
}
