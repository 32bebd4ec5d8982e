package org.qkdn.controller.southbound;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A Polatis switch of 16 ports that is reached without TLS: over SCPI, and over RESTCONF with user admin and a password. */
final class PlainSwitch implements AutoCloseable {
    private static final Pattern CHANGE = Pattern.compile(":oxc:swit:conn:(add|sub) \\(@([0-9,]+)\\),\\(@([0-9,]+)\\)");
    private static final Pattern PAIR = Pattern.compile("\"ingress\":([0-9]+),\"egress\":([0-9]+)");

    private final Map<Integer, Integer> connections = new ConcurrentSkipListMap<>();
    private final ServerSocket scpi = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final String password;
    /** The SCPI session ends after the next removal. */
    volatile boolean breaksOff;

    PlainSwitch(String password) throws IOException {
        this.password = password;
        Thread.ofVirtual().start(this::accept);
        http.createContext("/api/data/", this::answer);
        http.start();
    }

    int scpiPort() {
        return scpi.getLocalPort();
    }

    int restconfPort() {
        return http.getAddress().getPort();
    }

    Map<Integer, Integer> connections() {
        return connections;
    }

    @Override
    public void close() throws IOException {
        scpi.close();
        http.stop(0);
    }

    private void accept() {
        try {
            while (true) {
                final var session = scpi.accept();
                Thread.ofVirtual().start(() -> serve(session));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = socket.getInputStream();
                var out = socket.getOutputStream()) {
            final var line = new StringBuilder();
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                out.write(answer(line.toString()).getBytes(StandardCharsets.US_ASCII));
                line.setLength(0);
            }
        } catch (IOException e) {
            // the other end is gone, or shall believe that we are
        }
    }

    private String answer(String request) throws IOException {
        return switch (request) {
            case "*IDN?" -> "Polatis,8x8,1,1\n";
            case "*OPC?" -> "1\n";
            case "*CLS" -> "";
            case ":syst:err:all?" -> "0,\"No error\"\n";
            case ":oxc:swit:port:stat?" -> "(E,E,E,E,E,E,E,E,E,E,E,E,E,E,E,E)\n";
            case ":oxc:swit:conn:stat?" ->
                "(@" + join(connections.keySet()) + "),(@" + join(connections.values()) + ")\n";
            default -> change(request);
        };
    }

    private String change(String request) throws IOException {
        final var change = CHANGE.matcher(request);
        if (!change.matches()) {
            throw new IOException("not SCPI: " + request);
        }
        final var ingress = numbers(change.group(2));
        final var egress = numbers(change.group(3));
        if (change.group(1).equals("sub")) {
            ingress.forEach(connections::remove);
            if (breaksOff) {
                breaksOff = false;
                throw new IOException("broken off");
            }
        } else {
            for (int i = 0; i < ingress.size(); i++) {
                connections.put(ingress.get(i), egress.get(i));
            }
        }
        return "";
    }

    private void answer(HttpExchange exchange) throws IOException {
        final var right =
                "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
        final var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (!right.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, 401, "");
        } else if (exchange.getRequestMethod().equals("GET")) {
            final var name = exchange.getRequestURI().getPath().substring("/api/data/optical-switch:".length());
            send(exchange, 200, "{\"optical-switch:" + name + "\":{" + content(name) + "}}");
        } else {
            if (exchange.getRequestMethod().equals("PUT")) {
                connections.clear();
            }
            PAIR.matcher(body)
                    .results()
                    .forEach(pair -> connections.put(Integer.valueOf(pair.group(1)), Integer.valueOf(pair.group(2))));
            send(exchange, 204, "");
        }
    }

    private String content(String name) {
        return name.equals("cross-connects")
                ? connections.entrySet().stream()
                        .map(pair -> "{\"ingress\":" + pair.getKey() + ",\"egress\":" + pair.getValue() + "}")
                        .collect(Collectors.joining(",", "\"pair\":[", "]"))
                : "";
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        final var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static List<Integer> numbers(String list) {
        return Arrays.stream(list.split(",", -1)).map(Integer::valueOf).toList();
    }

    private static String join(Iterable<Integer> numbers) {
        final var text = new StringBuilder();
        numbers.forEach(number -> text.append(text.isEmpty() ? "" : ",").append(number));
        return text.toString();
    }
}
