package org.qkdn.controller.southbound;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.qkdn.controller.core.model.Limitation;
import org.qkdn.controller.southbound.etsi.Dialect;
import org.qkdn.controller.southbound.etsi.Difference;
import org.qkdn.controller.southbound.etsi.Etsi;
import org.qkdn.controller.southbound.etsi.RelayedKeysCall;
import org.qkdn.controller.southbound.etsi.RestconfEdit;
import org.qkdn.controller.southbound.etsi.YangLibrary;
import org.qkdn.netconf.client.Dom;
import org.qkdn.netconf.client.Reply;
import org.qkdn.netconf.client.SessionListener;
import org.qkdn.netconf.client.Timing;
import org.qkdn.restconf.client.EventStream;
import org.qkdn.restconf.client.Request;
import org.qkdn.restconf.client.RestconfClient;
import org.qkdn.restconf.client.RestconfTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;

/**
 * An agent over RESTCONF (RFC 8040). It lasts from the discovery until a request fails or the event stream ends; the
 * server itself knows no sessions and no locks.
 */
final class RestconfConnection implements AgentConnection {
    private static final Logger LOG = LoggerFactory.getLogger(RestconfConnection.class);
    private static final String MONITORING = "data/ietf-restconf-monitoring:restconf-state";
    private static final String YANG_PATCH = "urn:ietf:params:restconf:capability:yang-patch:1.0";
    private static final List<String> CONTAINERS = List.of("qkd_interfaces", "qkd_links", "qkd_applications");

    private final String name;
    private final RestconfClient client;
    private final Mandate mandate;
    private final YangLibrary library;
    private final boolean patchesByYang;
    private final Optional<EventStream> events;
    private boolean hasPatch = true;

    private RestconfConnection(
            String name,
            RestconfClient client,
            Mandate mandate,
            YangLibrary library,
            boolean patchesByYang,
            Optional<EventStream> events) {
        this.name = name;
        this.client = client;
        this.mandate = mandate;
        this.library = library;
        this.patchesByYang = patchesByYang;
        this.events = events;
    }

    static RestconfConnection open(
            String name, RestconfTarget target, Timing timing, Mandate mandate, SessionListener listener)
            throws IOException {
        final var client = RestconfClient.open(target, timing);
        try {
            final var library = library(client);
            final var monitoring = client.find(MONITORING).flatMap(answer -> Dom.child(answer, "restconf-state"));
            return new RestconfConnection(
                    name,
                    client,
                    mandate,
                    library,
                    monitoring.filter(RestconfConnection::offersYangPatch).isPresent(),
                    events(name, client, monitoring, listener));
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    @Override
    public YangLibrary library() {
        return library;
    }

    @Override
    public List<Limitation> limitations() {
        final var found = new ArrayList<Limitation>();
        if (!notifies()) {
            found.add(new Limitation(Limitation.Kind.NO_NOTIFICATIONS, "has no event stream"));
        }
        if (!patchesByYang) {
            found.add(new Limitation(
                    Limitation.Kind.NOT_ATOMIC,
                    "offers no YANG Patch: what is new is written and what is unwanted deleted by separate requests,"
                            + (hasPatch ? "" : " for want of PATCH entry by entry,")
                            + " and one that it refuses leaves the others done until the next reading"));
        }
        return List.copyOf(found);
    }

    @Override
    public boolean notifies() {
        return events.isPresent();
    }

    /** Some show the node without its lists, which must be asked for by name. */
    @Override
    public Element read() throws IOException {
        final var node = client.get(RestconfEdit.NODE)
                .flatMap(answer -> Dom.child(answer, Etsi.ROOT)
                        .or(() -> Dom.find(answer, "data", Etsi.ROOT))
                        .or(() -> Optional.of(answer)
                                .filter(bare -> Dom.child(bare, "qkdn_id").isPresent())))
                .orElseThrow(() -> new IOException(name + ": the server has no qkd_node of ETSI GS QKD 015"));
        if (CONTAINERS.stream().allMatch(container -> Dom.child(node, container).isEmpty())) {
            for (var container : CONTAINERS) {
                client.find(RestconfEdit.NODE + "/" + container)
                        .flatMap(answer -> Dom.child(answer, container))
                        .ifPresent(found ->
                                node.appendChild(node.getOwnerDocument().importNode(found, true)));
            }
        }
        return node;
    }

    @Override
    public Reply write(Difference difference, Dialect dialect) throws IOException {
        // a connection that the server has closed meanwhile is found out by what may safely be sent twice
        final var ignored = client.find(RestconfEdit.NODE + "/qkdn_id");
        if (patchesByYang) {
            return change(RestconfEdit.yangPatch(difference, dialect));
        }
        final var edit =
                hasPatch ? RestconfEdit.requests(difference, dialect) : RestconfEdit.withoutPatch(difference, dialect);
        final var reply = send(edit);
        if (hasPatch && reply instanceof Reply.Refused refused && isWithoutPatch(refused)) {
            LOG.warn("{}: the server has no PATCH: entries are written one by one", name);
            hasPatch = false;
            return send(RestconfEdit.withoutPatch(difference, dialect));
        }
        return reply;
    }

    /** RESTCONF has no way to ask without doing. */
    @Override
    public Optional<Reply> test(Difference difference, Dialect dialect) {
        return Optional.empty();
    }

    @Override
    public Element ask(RelayedKeysCall call) throws IOException {
        return switch (client.send(call.request())) {
            case Reply.Answer(Element answer) ->
                Dom.child(answer, "output").orElseThrow(() -> new IOException(name + ": the answer has no output"));
            case Reply.Refused refused -> throw new IOException(refused.text());
        };
    }

    @Override
    public void close() {
        events.ifPresent(EventStream::close);
        client.close();
    }

    /** Up to the first that is refused. To delete what is not there is no refusal, whatever the server calls it. */
    private Reply send(List<Request> requests) throws IOException {
        Reply reply = new Reply.Answer(Dom.root("", "nothing"));
        for (var request : requests) {
            reply = change(request);
            if (reply instanceof Reply.Refused refused && !isGoneAlready(request, refused)) {
                return refused;
            }
        }
        return reply instanceof Reply.Refused ? new Reply.Answer(Dom.root("", "gone")) : reply;
    }

    private Reply change(Request request) throws IOException {
        mandate.require();
        return client.send(request);
    }

    private static boolean isGoneAlready(Request request, Reply.Refused refused) {
        return request.method().equals("DELETE")
                && refused.errors().stream().allMatch(error -> error.tag().equals("data-missing"));
    }

    private static boolean isWithoutPatch(Reply.Refused refused) {
        return refused.errors().stream().anyMatch(error -> error.tag().equals("operation-not-supported"));
    }

    private static YangLibrary library(RestconfClient client) throws IOException {
        for (var root : YangLibrary.ROOTS) {
            final var found = client.find("data/ietf-yang-library:" + root).flatMap(answer -> Dom.child(answer, root));
            if (found.isPresent()) {
                return YangLibrary.of(found.get());
            }
        }
        return YangLibrary.UNKNOWN;
    }

    private static boolean offersYangPatch(Element monitoring) {
        return Dom.child(monitoring, "capabilities").stream()
                .flatMap(capabilities -> Dom.children(capabilities, "capability").stream())
                .anyMatch(capability -> capability.getTextContent().strip().startsWith(YANG_PATCH));
    }

    /** That a stream cannot be opened is no reason to do without the agent. */
    private static Optional<EventStream> events(
            String name, RestconfClient client, Optional<Element> monitoring, SessionListener listener) {
        final var location = monitoring.flatMap(RestconfConnection::location);
        if (location.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(client.listen(location.get(), listener));
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{}: no notifications: {}", name, e.getMessage());
            return Optional.empty();
        }
    }

    /** Of the stream NETCONF, or else the first; in JSON, or else in XML. */
    private static Optional<String> location(Element monitoring) {
        final var streams = Dom.child(monitoring, "streams").stream()
                .flatMap(list -> Dom.children(list, "stream").stream())
                .toList();
        return streams.stream()
                .filter(stream -> Dom.text(stream, "name").equals(Optional.of("NETCONF")))
                .findFirst()
                .or(() -> streams.stream().findFirst())
                .flatMap(stream -> {
                    final var accesses = Dom.children(stream, "access");
                    return accesses.stream()
                            .filter(access -> Dom.text(access, "encoding").equals(Optional.of("json")))
                            .findFirst()
                            .or(() -> accesses.stream().findFirst());
                })
                .flatMap(access -> Dom.text(access, "location"));
    }
}
