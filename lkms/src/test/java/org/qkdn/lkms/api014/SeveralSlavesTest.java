package org.qkdn.lkms.api014;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.lkms.testing.Eventually;
import org.qkdn.lkms.testing.LkmsPair;
import org.qkdn.lkms.testing.SaeClient;
import org.qkdn.node.v1.KeyStoreConfiguration;

/** One key for several slave SAEs (ETSI GS QKD 014 6.2, annex B), on the master's node and on another. */
class SeveralSlavesTest {
    private static final String NOT_FOUND = "one or more keys specified are not found on KME";
    private static final String SECOND = UUID.randomUUID().toString();

    @TempDir
    Path directory;

    private LkmsPair pair;
    private final List<SaeClient> clients = new ArrayList<>();
    private SaeClient master;
    private SaeClient here;
    private SaeClient first;
    private SaeClient second;

    @BeforeEach
    void start() throws Exception {
        pair = new LkmsPair(directory);
        master = client("A", "sae-a");
        here = client("A", "sae-a2");
        first = client("B", "sae-b");
        second = client("B", "sae-b2");
        pair.configure("A", order("A", "sae-a", "sae-b2"));
        pair.configure("B", order("B", "sae-b2", "sae-a"));
    }

    private SaeClient client(String node, String sae) throws Exception {
        clients.add(pair.sae(node, sae));
        return clients.getLast();
    }

    /** A second application, between the master and the second SAE of the other node. */
    private static KeyStoreConfiguration order(String node, String local, String remote) {
        return LkmsPair.order(node).toBuilder()
                .addApplications(LkmsPair.application(node)
                        .setAppId(SECOND)
                        .setLocalSaeId(local)
                        .setRemoteSaeId(remote))
                .build();
    }

    @AfterEach
    void stop() {
        clients.forEach(SaeClient::close);
        pair.close();
    }

    private static String body(int number, int size, String... more) {
        var names = Arrays.stream(more).map(name -> '"' + name + '"').collect(Collectors.joining(","));
        return "{\"number\":%d,\"size\":%d,\"additional_slave_SAE_IDs\":[%s]}".formatted(number, size, names);
    }

    private HttpResponse<String> drawn(String slave, String body) throws Exception {
        var answers = new ArrayList<HttpResponse<String>>();
        Eventually.holds("keys", () -> {
            answers.add(master.post(slave + "/enc_keys", body));
            return answers.getLast().statusCode() != 503;
        });
        return answers.getLast();
    }

    private static Map<String, String> fetch(SaeClient slave, Iterable<String> ids) throws Exception {
        return SaeClient.keys(slave.post("sae-a/dec_keys", SaeClient.keyIds(ids)));
    }

    private static void refused(int code, HttpResponse<String> answer) {
        assertEquals(code, answer.statusCode(), answer.body());
    }

    @Test
    void everySlaveGetsTheSameKeysOnceOnTheMastersNodeAndOnAnother() throws Exception {
        for (int size : List.of(64, 256, 1024)) {
            var keys = SaeClient.keys(drawn("sae-b", body(3, size, "sae-b2", "sae-a2")));
            assertEquals(3, keys.size());
            for (var slave : List.of(first, second, here)) {
                assertEquals(keys, fetch(slave, keys.keySet()));
            }
            for (var slave : List.of(second, here)) {
                var again = slave.post("sae-a/dec_keys", SaeClient.keyIds(keys.keySet()));
                refused(400, again);
                assertEquals(NOT_FOUND, SaeClient.json(again).path("message").asText());
            }
        }
    }

    @Test
    void slaveOfTheMastersNodeMayComeFirst() throws Exception {
        var alone = SaeClient.keys(drawn("sae-a2", body(2, 128)));
        assertEquals(alone, fetch(here, alone.keySet()));
        var both = SaeClient.keys(drawn("sae-a2", body(2, 512, "sae-b", "sae-b2")));
        for (var slave : List.of(first, second, here)) {
            assertEquals(both, fetch(slave, both.keySet()));
        }
        var status = SaeClient.json(master.get("sae-a2/status"));
        assertEquals("kme-A", status.path("target_KME_ID").asText());
    }

    @Test
    void sharedKeyIsUnauthorisedForTheUnnamedAndNotFoundUnderAnotherMaster() throws Exception {
        var id = List.copyOf(
                SaeClient.keys(drawn("sae-b", body(1, 256, "sae-a2"))).keySet());
        refused(401, second.post("sae-a/dec_keys", SaeClient.keyIds(id)));
        refused(400, here.post("sae-b/dec_keys", SaeClient.keyIds(id)));
        refused(200, here.post("sae-a/dec_keys", SaeClient.keyIds(id)));
        var other = List.copyOf(
                SaeClient.keys(drawn("sae-b2", body(1, 256, "sae-b"))).keySet());
        refused(200, first.post("sae-a/dec_keys", SaeClient.keyIds(other)));
        refused(200, second.post("sae-a/dec_keys", SaeClient.keyIds(other)));
    }

    @Test
    void mixOfSharedAndOtherKeysIsFetchedWholeOrNotAtAll() throws Exception {
        var ids = new ArrayList<>(
                SaeClient.keys(drawn("sae-b", body(1, 256, "sae-b2"))).keySet());
        ids.addAll(SaeClient.keys(drawn("sae-b2", body(2, 256))).keySet());
        var withStranger = new ArrayList<>(ids);
        withStranger.add(UUID.randomUUID().toString());
        refused(400, second.post("sae-a/dec_keys", SaeClient.keyIds(withStranger)));
        refused(400, second.post("sae-a/dec_keys", SaeClient.keyIds(List.of(ids.get(0), ids.get(0)))));
        assertEquals(3, fetch(second, ids).size());
    }

    @Test
    void copyOfASlaveIsThereAfterARestartOfItsNode() throws Exception {
        var keys = SaeClient.keys(drawn("sae-b", body(2, 256, "sae-b2")));
        pair.stop("B");
        pair.start("B");
        assertEquals(keys, fetch(client("B", "sae-b2"), keys.keySet()));
        assertEquals(keys, fetch(client("B", "sae-b"), keys.keySet()));
    }

    @Test
    void requestFailsWholeWhereOneNodeCannotTakeItsCopy() throws Exception {
        SaeClient.keys(drawn("sae-b", body(1, 256, "sae-b2")));
        pair.stop("B");
        pair.forwarding("A").cut(true);
        var failed = master.post("sae-b/enc_keys", body(1, 256, "sae-b2", "sae-a2"));
        refused(503, failed);
        var reason =
                SaeClient.json(failed).path("details").path(0).path("reason").asText();
        assertTrue(reason.contains("node B of SAE sae-b2 did not take its copy"), failed.body());
        pair.forwarding("A").cut(false);
        pair.start("B");
        var keys = SaeClient.keys(drawn("sae-b", body(1, 256, "sae-b2")));
        assertEquals(keys, fetch(client("B", "sae-b2"), keys.keySet()));
    }
}
