package org.qkdn.emulator.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.qkdn.emulator.check.Eventually;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.HttpAnswer;

/** Curl at the controller's RESTCONF interface and at the nodes' key delivery API. */
@ExtendWith(RunningNetwork.class)
class CurlIT {
    private static final String SERVICE = "/data/qkdn-key-service:key-services/key-service=by-curl";
    private static final String SERVICES = "/data/qkdn-key-service:key-services?content=config";
    private static final String STATE = "/data/qkdn-key-service:key-services-state/key-service=by-curl";
    private static final String TYPE = "content-type: application/yang-data+json";

    private final Endpoints endpoints;
    private final Curl operator;
    private final String restconf;

    CurlIT(EmulatedRun run) {
        endpoints = run.endpoints();
        operator = Curl.operator(endpoints);
        restconf = endpoints.controller().restconf();
    }

    @BeforeAll
    static void installed() {
        Program.assumeInstalled("curl", "curl");
    }

    @Test
    void theTopologyIsThereToRead() throws Exception {
        var topology = operator.ask(restconf + "/data/ietf-network:networks/network=qkdn");
        assertEquals(200, topology.status());
        var network = topology.body().at("/ietf-network:network/0");
        assertEquals(endpoints.nodes().size(), network.path("node").size());
        assertTrue(network.path("ietf-network-topology:link").size() >= 13, network.toString());
    }

    @Test
    void aServicePutByCurlGivesTheSameKeysAtBothEnds() throws Exception {
        var master = endpoints.node("QUIRON").saes().get(0);
        var slave = endpoints.node("QUINTO").saes().get(0);
        var body = "{\"qkdn-key-service:key-service\": [{\"name\": \"by-curl\", \"source\": \"" + master.id()
                + "\", \"destination\": \"" + slave.id() + "\"}]}";
        var put = operator.ask("-X", "PUT", "-H", TYPE, "-d", body, restconf + SERVICE);
        assertEquals(2, put.status() / 100, put.toString());
        Eventually.holds(() -> missing(
                "by-curl is not UP",
                get(STATE).at("/qkdn-key-service:key-service/0/status").asText().equals("UP")));

        var atMaster = Curl.sae(endpoints, master);
        var atSlave = Curl.sae(endpoints, slave);
        var enc = endpoints.node("QUIRON").etsi014() + "/" + slave.id();
        var dec = endpoints.node("QUINTO").etsi014() + "/" + master.id();
        Eventually.holds(() -> missing(
                "no key stored yet",
                ask(atMaster, enc + "/status").body().path("stored_key_count").asInt() > 0));
        var status = atMaster.ask(enc + "/status").body();
        assertEquals(slave.id(), status.path("slave_SAE_ID").asText());
        assertEquals(
                endpoints.node("QUINTO").kmeId(), status.path("target_KME_ID").asText());
        var drawn = atMaster.ask(enc + "/enc_keys");
        assertEquals(200, drawn.status());
        var id = drawn.body().at("/keys/0/key_ID").asText();
        var fetched = atSlave.ask(dec + "/dec_keys?key_ID=" + id);
        assertEquals(200, fetched.status());
        // not printed: these are keys
        assertTrue(drawn.body().at("/keys/0/key").equals(fetched.body().at("/keys/0/key")));
        assertEquals(400, atSlave.ask(dec + "/dec_keys?key_ID=" + id).status(), "a key is handed out once");

        assertEquals(204, operator.ask("-X", "DELETE", restconf + SERVICE).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"qkdn-key-service:key-service\": [{\"name\": ",
                "{\"qkdn-key-service:key-service\": [{\"name\": \"by-curl\", \"colour\": \"red\"}]}",
                "{\"qkdn-key-service:key-service\": [{\"name\": \"another\"}]}",
                "{\"qkdn-key-service:key-service\": [{\"name\": \"by-curl\", \"source\": 5, \"priority\": \"high\"}]}",
                "[]",
            })
    void aBadBodyGetsErrorsAndChangesNothing(String body) throws Exception {
        var before = get(SERVICES);
        var answer = operator.ask("-X", "PUT", "-H", TYPE, "-d", body, restconf + SERVICE);
        assertEquals(400, answer.status(), answer.toString());
        var error = answer.body().at("/ietf-restconf:errors/error/0");
        assertTrue(error.hasNonNull("error-tag") && error.hasNonNull("error-type"), answer.toString());
        assertEquals(before, get(SERVICES));
    }

    @Test
    void anSaeIsNoOperator() throws Exception {
        var sae = Curl.sae(endpoints, endpoints.node("QUINTO").saes().get(0));
        assertEquals(403, sae.ask(restconf + "/data/ietf-network:networks").status());
    }

    @Test
    void aCallerWithoutACertificateOfThisAuthorityGetsNoAnswer() throws Exception {
        for (var url :
                new String[] {restconf + "/data", endpoints.node("QUINTO").etsi014() + "/sae-norte/status"}) {
            var none = Program.run("curl", "-sS", "--cacert", endpoints.ca(), url);
            assertNotEquals(0, none.exitCode(), none.toString());
            assertEquals("", none.text());
        }
    }

    @Test
    void anSaeOfAnotherNodeGetsNoKeyHere() throws Exception {
        var stranger = Curl.sae(endpoints, endpoints.node("NORTE").saes().get(0));
        var url = endpoints.node("QUINTO").etsi014() + "/"
                + endpoints.node("DISTRITO").saes().get(0).id() + "/enc_keys";
        assertEquals(401, stranger.ask(url).status());
    }

    @Test
    void aMalformedKeyRequestGetsTheMessageOfTheStandard() throws Exception {
        var sae = Curl.sae(endpoints, endpoints.node("QUINTO").saes().get(0));
        var url = endpoints.node("QUINTO").etsi014() + "/"
                + endpoints.node("DISTRITO").saes().get(0).id() + "/enc_keys";
        var size = sae.ask(url + "?size=255");
        assertEquals(400, size.status());
        assertEquals(
                "size shall be a multiple of 8", size.body().path("message").asText());
        var body = sae.ask("-H", "content-type: application/json", "-d", "{\"number\": ", url);
        assertEquals(400, body.status());
        assertTrue(body.body().hasNonNull("message"), body.toString());
    }

    private JsonNode get(String path) throws java.io.IOException {
        return ask(operator, restconf + path).body();
    }

    private static HttpAnswer ask(Curl curl, String url) throws java.io.IOException {
        try {
            return curl.ask(url);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.IOException(e);
        }
    }

    private static Optional<String> missing(String what, boolean there) {
        return there ? Optional.empty() : Optional.of(what);
    }
}
