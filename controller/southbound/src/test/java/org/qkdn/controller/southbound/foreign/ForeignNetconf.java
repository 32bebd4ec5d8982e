package org.qkdn.controller.southbound.foreign;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.opendaylight.netconf.shaded.sshd.common.keyprovider.KeyPairProvider;
import org.opendaylight.netconf.shaded.sshd.server.Environment;
import org.opendaylight.netconf.shaded.sshd.server.ExitCallback;
import org.opendaylight.netconf.shaded.sshd.server.SshServer;
import org.opendaylight.netconf.shaded.sshd.server.channel.ChannelSession;
import org.opendaylight.netconf.shaded.sshd.server.command.Command;
import org.opendaylight.netconf.shaded.sshd.server.subsystem.SubsystemFactory;
import org.w3c.dom.Element;

/** NETCONF 1.0 over SSH, as little of it as an agent may get along with. */
final class ForeignNetconf implements AutoCloseable {
    private static final String END = "]]>]]>";
    private static final String CAPABILITY = "urn:ietf:params:netconf:capability:";
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";

    private final ForeignTree tree;
    private final Set<Quirk> quirks;
    private final SshServer server = SshServer.setUpDefaultServer();
    private final List<Session> subscribed = new CopyOnWriteArrayList<>();
    final AtomicInteger saves = new AtomicInteger();
    final AtomicInteger tests = new AtomicInteger();

    ForeignNetconf(ForeignTree tree, Set<Quirk> quirks, KeyPair hostKey, PublicKey user) throws IOException {
        this.tree = tree;
        this.quirks = quirks;
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((name, key, session) -> key.equals(user));
        server.setSubsystemFactories(List.of(new SubsystemFactory() {
            @Override
            public String getName() {
                return "netconf";
            }

            @Override
            public Command createSubsystem(ChannelSession channel) {
                return new Session();
            }
        }));
        server.start();
    }

    int port() {
        return server.getPort();
    }

    /** {@code body}: the element of the notification. */
    void tell(String body) {
        subscribed.forEach(session -> session.send(
                "<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"><eventTime>2026-01-01T00:00:00Z"
                        + "</eventTime>" + body + "</notification>"));
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String hello() {
        final var list = new java.util.ArrayList<>(List.of(
                BASE,
                "urn:ietf:params:netconf:base:1.0",
                CAPABILITY + "writable-running:1.0",
                ForeignTree.NODE + "?module=etsi-qkd-sdn-node&amp;revision=2022-01-30",
                ForeignTree.TYPES + "?module=etsi-qkd-node-types&amp;revision=2022-01-30"));
        if (!quirks.contains(Quirk.ONLY_RUNNING)) {
            list.add(CAPABILITY + "candidate:1.0");
        }
        if (!quirks.contains(Quirk.NO_NOTIFICATIONS)) {
            list.add(CAPABILITY + "notification:1.0");
            if (!quirks.contains(Quirk.NO_INTERLEAVE)) {
                list.add(CAPABILITY + "interleave:1.0");
            }
        }
        if (quirks.contains(Quirk.TESTS_EDITS)) {
            list.add(CAPABILITY + "validate:1.1");
        }
        if (quirks.contains(Quirk.STARTUP)) {
            list.add(CAPABILITY + "startup:1.0");
        }
        if (quirks.contains(Quirk.STRANGE_MODULES)) {
            list.add("urn:vendor:strange?module=strange&amp;revision=1999-02-30&amp;features=&amp;deviations=no such");
        }
        return "<hello xmlns=\"" + BASE + "\"><capabilities>"
                + String.join(
                        "",
                        list.stream()
                                .map(c -> "<capability>" + c + "</capability>")
                                .toList())
                + "</capabilities><session-id>1</session-id></hello>";
    }

    private String library() {
        if (quirks.contains(Quirk.NO_YANG_LIBRARY)) {
            return "";
        }
        return "<modules-state xmlns=\"urn:ietf:params:xml:ns:yang:ietf-yang-library\"><module><name>etsi-qkd-sdn-node</name>"
                + "<revision>2022-01-30</revision><conformance-type>implement</conformance-type></module><module>"
                + "<name>etsi-qkd-node-types</name><revision>2022-01-30</revision><conformance-type>"
                + (quirks.contains(Quirk.TYPES_ONLY_IMPORTED) ? "import" : "implement")
                + "</conformance-type></module></modules-state>";
    }

    /** One session; with a candidate of its own. */
    private final class Session implements Command {
        private InputStream in;
        private OutputStream out;
        private Optional<Element> candidate = Optional.empty();

        @Override
        public void setInputStream(InputStream from) {
            in = from;
        }

        @Override
        public void setOutputStream(OutputStream to) {
            out = to;
        }

        @Override
        public void setErrorStream(OutputStream to) {
            // NETCONF has no use for it
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            // the client ends sessions
        }

        @Override
        public void start(ChannelSession channel, Environment env) {
            Thread.ofVirtual().start(this::serve);
        }

        @Override
        public void destroy(ChannelSession channel) {
            subscribed.remove(this);
        }

        synchronized void send(String message) {
            try {
                out.write((message + END).getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                subscribed.remove(this);
            }
        }

        private void serve() {
            send(hello());
            try {
                receive();
                for (var rpc = receive(); !rpc.isEmpty(); rpc = receive()) {
                    final var request = ForeignTree.parse(rpc);
                    if (quirks.contains(Quirk.SLOW)) {
                        Thread.sleep(60);
                    }
                    send("<rpc-reply xmlns=\"" + BASE + "\" message-id=\"" + request.getAttribute("message-id") + "\">"
                            + answer(ForeignTree.children(request).getFirst()) + "</rpc-reply>");
                }
            } catch (IOException | InterruptedException e) {
                subscribed.remove(this);
            }
        }

        private String answer(Element operation) {
            return switch (operation.getLocalName()) {
                case "get" -> "<data>" + data(operation) + "</data>";
                case "edit-config" -> edit(operation);
                case "commit" -> {
                    final var edit = candidate;
                    candidate = Optional.empty();
                    yield edit.map(e -> outcome(tree.edit(e))).orElse("<ok/>");
                }
                case "discard-changes" -> {
                    candidate = Optional.empty();
                    yield "<ok/>";
                }
                case "create-subscription" -> {
                    subscribed.add(this);
                    yield "<ok/>";
                }
                case "copy-config" -> {
                    saves.incrementAndGet();
                    yield "<ok/>";
                }
                case "lock", "unlock" -> "<ok/>";
                default -> error(new ForeignTree.Fault("operation-not-supported", "", ""));
            };
        }

        private String data(Element get) {
            final var filter = ForeignTree.children(get).getFirst();
            return switch (ForeignTree.children(filter).getFirst().getLocalName()) {
                case "qkd_node" -> xml(tree.shown());
                case "modules-state" -> library();
                default -> "";
            };
        }

        private String edit(Element edit) {
            final var parts = ForeignTree.children(edit);
            final var config = parts.stream()
                    .filter(part -> part.getLocalName().equals("config"))
                    .findFirst()
                    .orElseThrow();
            final var root = ForeignTree.children(config).getFirst();
            if (ForeignTree.text(edit, "test-option").equals("test-only")) {
                tests.incrementAndGet();
                return outcome(tree.faults(root));
            }
            if (ForeignTree.children(parts.getFirst()).getFirst().getLocalName().equals("candidate")) {
                candidate = Optional.of(root);
                return "<ok/>";
            }
            return outcome(tree.edit(root));
        }

        private String receive() throws IOException {
            final var message = new ByteArrayOutputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                message.write(c);
                if (c == '>' && message.toString(StandardCharsets.UTF_8).endsWith(END)) {
                    final var text = message.toString(StandardCharsets.UTF_8);
                    return text.substring(0, text.length() - END.length());
                }
            }
            return "";
        }
    }

    private static String outcome(List<ForeignTree.Fault> faults) {
        return faults.isEmpty()
                ? "<ok/>"
                : String.join("", faults.stream().map(ForeignNetconf::error).toList());
    }

    private static String error(ForeignTree.Fault fault) {
        return "<rpc-error><error-type>application</error-type><error-tag>" + fault.tag()
                + "</error-tag><error-severity>error</error-severity>"
                + (fault.message().isEmpty()
                        ? ""
                        : "<error-message>" + fault.message().replace("\"", "&quot;") + "</error-message>")
                + (fault.element().isEmpty()
                        ? ""
                        : "<error-info><bad-element>" + fault.element() + "</bad-element></error-info>")
                + "</rpc-error>";
    }

    private static String xml(Element element) {
        try {
            final var text = new StringWriter();
            final var transformer = TransformerFactory.newInstance().newTransformer();
            transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            transformer.transform(new DOMSource(element), new StreamResult(text));
            return text.toString();
        } catch (TransformerException e) {
            throw new IllegalStateException(e);
        }
    }
}
