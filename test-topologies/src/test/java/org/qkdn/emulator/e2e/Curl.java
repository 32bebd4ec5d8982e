package org.qkdn.emulator.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assertions;
import org.qkdn.emulator.client.Endpoints;
import org.qkdn.emulator.client.HttpAnswer;

/** Curl with the certificate and key of one party. */
record Curl(String ca, String certificate, String key) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATUS = "\n%{http_code}";

    static Curl operator(Endpoints endpoints) {
        return new Curl(
                endpoints.ca(),
                endpoints.controller().certificate(),
                endpoints.controller().key());
    }

    static Curl sae(Endpoints endpoints, Endpoints.Sae sae) {
        return new Curl(endpoints.ca(), sae.certificate(), sae.key());
    }

    /** Status and JSON of an answer; the body may be empty. */
    HttpAnswer ask(String... arguments) throws IOException, InterruptedException {
        var ended = run(arguments);
        Assertions.assertEquals(0, ended.exitCode(), ended.toString());
        int cut = ended.text().lastIndexOf('\n');
        return new HttpAnswer(
                Integer.parseInt(ended.text().substring(cut + 1)),
                json(ended.text().substring(0, cut)));
    }

    Program run(String... arguments) throws IOException, InterruptedException {
        var line = new ArrayList<>(
                List.of("curl", "-sS", "-w", STATUS, "--cacert", ca, "--cert", certificate, "--key", key));
        line.addAll(List.of(arguments));
        return Program.run(Map.of(), line);
    }

    private static JsonNode json(String body) throws IOException {
        return JSON.readTree(body.isBlank() ? "{}" : body);
    }
}
