package org.qkdn.emulator.client;

import java.io.IOException;
import java.util.stream.Stream;

/** Reads the metrics of a node's LKMS, as the operator may. */
public final class MetricsClient {
    private final HttpsJson https;

    public MetricsClient(Endpoints endpoints, Endpoints.Node node) throws IOException {
        var operator = endpoints.controller();
        https = new HttpsJson(
                node.lkmsMetrics(),
                "text/plain",
                operator.certificate(),
                operator.key(),
                endpoints.ca(),
                node.kmeCommonName());
    }

    /** All rows of a metric that have these labels, such as {@code id="..."}, together. */
    public double sum(String metric, String... labels) throws IOException {
        var answer = https.get("");
        if (!answer.isSuccess()) {
            throw new IOException("metrics were answered " + answer.status());
        }
        return answer.body()
                .asText()
                .lines()
                .filter(line ->
                        line.startsWith(metric + "{") && Stream.of(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
