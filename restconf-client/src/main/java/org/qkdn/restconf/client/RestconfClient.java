package org.qkdn.restconf.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.PinnedTls;
import org.qkdn.netconf.client.Reply;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.Timing;
import org.w3c.dom.Element;

/**
 * Talks to one RESTCONF server (RFC 8040) over mutual TLS 1.3, its certificate pinned, or over plain text where its target
 * says so. The JDK would compare the
 * certificate's names with the address as well; the pin takes their place. Requests block their caller, so call from a
 * virtual thread. An exception means that the server cannot be talked to, or did not answer as one.
 */
public final class RestconfClient implements AutoCloseable {
    private static final String ACCEPT = "application/yang-data+json, application/yang-data+xml;q=0.5,"
            + " application/json;q=0.4, application/xml;q=0.3";
    /** Where a server without host-meta has it, by custom. */
    private static final String CUSTOMARY_ROOT = "/restconf";

    private final ApiTarget target;
    private final Timing timing;
    private final Optional<PinnedTls> tls;
    private final HttpClient http;
    private String root;

    private RestconfClient(ApiTarget target, Timing timing, Optional<PinnedTls> tls) {
        this.target = target;
        this.timing = timing;
        this.tls = tls;
        root = target.root().isEmpty() ? CUSTOMARY_ROOT : target.root();
        final var builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timing.connect())
                .executor(Thread::startVirtualThread)
                .proxy(HttpClient.Builder.NO_PROXY)
                .followRedirects(HttpClient.Redirect.NEVER);
        tls.ifPresent(pinned ->
                builder.sslContext(pinned.context()).sslParameters(new SSLParameters(null, new String[] {"TLSv1.3"})));
        http = builder.build();
    }

    /** Finds the API's root (RFC 8040 3.1). The exception's message names the server and what is wrong. */
    public static RestconfClient open(RestconfTarget target, Timing timing) throws IOException {
        return open(new ApiTarget(target.host(), target.port(), Optional.of(target), "", Optional.empty()), timing);
    }

    /** The same for a device with habits of its own; where its root is known nothing is sent yet. */
    public static RestconfClient open(ApiTarget target, Timing timing) throws IOException {
        final Optional<PinnedTls> tls = target.secured().isPresent()
                ? Optional.of(pinned(target.secured().get()))
                : Optional.empty();
        final var client = new RestconfClient(target, timing, tls);
        try {
            if (target.root().isEmpty()) {
                client.discover();
            }
            return client;
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    private static PinnedTls pinned(RestconfTarget target) throws IOException {
        return new PinnedTls(target.address(), target.keys(), target.certificateFingerprint());
    }

    /**
     * A resource, such as {@code data/module:container}; empty where the server has none there.
     *
     * @return the answer's members in one element
     */
    public Optional<Element> get(String resource) throws IOException {
        final var answer =
                exchange(request(root + "/" + resource).header("Accept", ACCEPT).GET());
        return switch (answer.statusCode()) {
            case 200 -> Optional.of(tree(answer));
            case 204, 404, 405, 501 -> Optional.empty();
            default ->
                throw new IOException(target.address() + ": GET of " + resource + " refused: "
                        + refusal(answer).text());
        };
    }

    /** The same for what one can do without: empty also where the server refuses it, or answers what cannot be read. */
    public Optional<Element> find(String resource) throws IOException {
        final var answer =
                exchange(request(root + "/" + resource).header("Accept", ACCEPT).GET());
        return Optional.of(answer).filter(found -> found.statusCode() == 200).map(RestconfClient::bodyIfAny);
    }

    /** Any error that the body names counts, whatever the status. To delete what is not there is none. */
    public Reply send(Request request) throws IOException {
        final var http = request(root + "/" + request.resource()).header("Accept", ACCEPT);
        if (!request.mediaType().isEmpty()) {
            http.header("Content-Type", request.mediaType());
        }
        final var answer = exchange(http.method(
                request.method(),
                request.body().isEmpty()
                        ? HttpRequest.BodyPublishers.noBody()
                        : HttpRequest.BodyPublishers.ofString(request.body())));
        if (answer.statusCode() == 404 && request.method().equals("DELETE")) {
            return new Reply.Answer(Dom.root("", "nothing"));
        }
        final var body = bodyIfAny(answer);
        final var errors = Errors.in(body);
        return answer.statusCode() / 100 == 2 && errors.isEmpty() ? new Reply.Answer(body) : refusal(answer);
    }

    /**
     * Listens to a stream of server-sent events (RFC 8040 6) until either side ends it.
     *
     * @param location as the server names it; only its path counts, for what is pinned is this address
     */
    public EventStream listen(String location, SessionListener listener) throws IOException {
        final var uri = URI.create(location);
        final var path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        return EventStream.of(target.address(), () -> open(path), listener);
    }

    private InputStream open(String path) throws IOException {
        final var answer = exchange(
                request(path).header("Accept", "text/event-stream").GET(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new IOException(
                    target.address() + ": the event stream " + path + " answers status " + answer.statusCode());
        }
        return answer.body();
    }

    @Override
    public void close() {
        // close() would wait for an event stream to end by itself
        http.shutdownNow();
    }

    private void discover() throws IOException {
        final var answer = exchange(request("/.well-known/host-meta")
                .header("Accept", "application/xrd+xml")
                .GET());
        if (answer.statusCode() == 200) {
            root = link(answer.body()).orElse(CUSTOMARY_ROOT);
        }
    }

    /** Some answer anything with a page of their own. */
    private static Optional<String> link(byte[] body) {
        try {
            return Dom.child(Trees.read(body, "xml"), "XRD").stream()
                    .flatMap(xrd -> Dom.children(xrd, "Link").stream())
                    .filter(link -> link.getAttribute("rel").equals("restconf"))
                    .map(link -> URI.create(link.getAttribute("href")).getRawPath())
                    .map(path -> path.endsWith("/") ? path.substring(0, path.length() - 1) : path)
                    .findFirst();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private HttpRequest.Builder request(String path) {
        final var host = target.host().contains(":") ? "[" + target.host() + "]" : target.host();
        final var request = HttpRequest.newBuilder(
                URI.create((tls.isPresent() ? "https://" : "http://") + host + ":" + target.port() + path));
        target.authorization().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private HttpResponse<byte[]> exchange(HttpRequest.Builder request) throws IOException {
        return exchange(request, Bodies.handler());
    }

    /** The time to answer is for the whole body, where there is an end to it. */
    private <T> HttpResponse<T> exchange(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
            throws IOException {
        final var answer = http.sendAsync(request.build(), body);
        try {
            final var got = answer.get(timing.reply().toNanos(), TimeUnit.NANOSECONDS);
            if (got.statusCode() == 401 && target.authorization().isPresent()) {
                throw new IOException(target.address() + ": it refuses the user or the password (HTTP status 401)");
            }
            return got;
        } catch (ExecutionException e) {
            throw new IOException(
                    tls.flatMap(PinnedTls::refusal).orElseGet(() -> target.address() + ": " + reason(e.getCause())), e);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException(
                    target.address() + ": no answer within " + timing.reply().toMillis() + " ms", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException(target.address() + ": interrupted").initCause(e);
        }
    }

    private String reason(Throwable cause) {
        final var what = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return cause instanceof javax.net.ssl.SSLException && target.secured().isPresent()
                ? what + " (we show the certificate in "
                        + target.secured().get().keys().certificate() + ")"
                : what;
    }

    private Element tree(HttpResponse<byte[]> answer) throws IOException {
        try {
            return Trees.read(answer.body(), mediaType(answer));
        } catch (IOException e) {
            throw new IOException(
                    target.address() + ": the answer is no " + mediaType(answer) + ": " + e.getMessage(), e);
        }
    }

    private static String mediaType(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse(Request.JSON);
    }

    private static Reply.Refused refusal(HttpResponse<byte[]> answer) {
        final var errors = Errors.in(bodyIfAny(answer));
        return new Reply.Refused(errors.isEmpty() ? java.util.List.of(Errors.of(answer.statusCode())) : errors);
    }

    /** What cannot be read tells no more than the status does. */
    private static Element bodyIfAny(HttpResponse<byte[]> answer) {
        try {
            return answer.body().length == 0 ? Dom.root("", "answer") : Trees.read(answer.body(), mediaType(answer));
        } catch (IOException e) {
            return Dom.root("", "answer");
        }
    }
}
