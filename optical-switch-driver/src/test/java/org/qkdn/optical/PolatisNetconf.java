package org.qkdn.optical;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.opendaylight.netconf.shaded.sshd.common.keyprovider.KeyPairProvider;
import org.opendaylight.netconf.shaded.sshd.server.Environment;
import org.opendaylight.netconf.shaded.sshd.server.ExitCallback;
import org.opendaylight.netconf.shaded.sshd.server.SshServer;
import org.opendaylight.netconf.shaded.sshd.server.channel.ChannelSession;
import org.opendaylight.netconf.shaded.sshd.server.command.Command;
import org.opendaylight.netconf.shaded.sshd.server.subsystem.SubsystemFactory;
import org.qkdn.netconf.client.NetconfClients;
import org.qkdn.netconf.client.NetconfTarget;
import org.qkdn.netconf.client.Timing;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** NETCONF 1.0 over SSH with what module optical-switch has. Before 2017-08-04 it cannot roll back either. */
final class PolatisNetconf implements Emulated {
    private static final String END = "]]>]]>";
    private static final String CAPABILITY = "urn:ietf:params:netconf:capability:";
    private static final String BASE = "urn:ietf:params:xml:ns:netconf:base:1.0";
    private static final String MODEL = "http://www.polatis.com/yang/optical-switch";

    private final Fabric fabric;
    private final Function<Timing, NetconfClients> clients;
    private final String revision;
    private final String list;
    private final TestKey hostKey;
    private final TestKey userKey;
    private final TestKey wrongKey;
    private final List<Session> sessions = new CopyOnWriteArrayList<>();
    private SshServer server;

    /** {@code list} is what the list of cross-connects is called in that revision of the model. */
    PolatisNetconf(
            Fabric fabric, Path directory, Function<Timing, NetconfClients> clients, String revision, String list)
            throws IOException, GeneralSecurityException {
        this.fabric = fabric;
        this.clients = clients;
        this.revision = revision;
        this.list = list;
        hostKey = TestKey.in(directory, "host.pem");
        userKey = TestKey.in(directory, "user.pem");
        wrongKey = TestKey.in(directory, "wrong.pem");
        start();
    }

    private void start() throws IOException {
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey.pair()));
        server.setPublickeyAuthenticator(
                (name, key, session) -> key.equals(userKey.pair().getPublic()));
        server.setSubsystemFactories(List.of(new SubsystemFactory() {
            @Override
            public String getName() {
                return "netconf";
            }

            @Override
            public Command createSubsystem(ChannelSession channel) {
                return new Session(channel);
            }
        }));
        server.start();
    }

    @Override
    public String maker() {
        return "Polatis";
    }

    @Override
    public OpticalSwitch open(SwitchListener listener, Timing timing) throws IOException {
        return open(userKey, listener, timing);
    }

    @Override
    public OpticalSwitch openWrongly(SwitchListener listener, Timing timing) throws IOException {
        return open(wrongKey, listener, timing);
    }

    private OpticalSwitch open(TestKey key, SwitchListener listener, Timing timing) throws IOException {
        return NetconfPolatisSwitch.open(
                clients.apply(timing),
                new NetconfTarget.Ssh("127.0.0.1", port(), "controller", key.file(), hostKey.fingerprint()),
                listener);
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public void restart() throws IOException {
        close();
        start();
    }

    @Override
    public void tell() {
        sessions.forEach(session -> session.send(
                "<notification xmlns=\"urn:ietf:params:xml:ns:netconf:notification:1.0\"><eventTime>2026-01-01T00:00:00Z"
                        + "</eventTime><port-power-alarm xmlns=\"" + MODEL + "\"/></notification>"));
    }

    @Override
    public boolean holdsSession() {
        return true;
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String hello() {
        final var offered = new ArrayList<>(List.of(
                "urn:ietf:params:netconf:base:1.0",
                CAPABILITY + "writable-running:1.0",
                CAPABILITY + "notification:1.0",
                CAPABILITY + "interleave:1.0",
                MODEL + "?module=optical-switch&amp;revision=" + revision));
        if (list.equals("pair")) {
            offered.add(CAPABILITY + "rollback-on-error:1.0");
        }
        return "<hello xmlns=\"" + BASE + "\"><capabilities>"
                + offered.stream()
                        .map(c -> "<capability>" + c + "</capability>")
                        .collect(Collectors.joining())
                + "</capabilities><session-id>1</session-id></hello>";
    }

    private String answer(Element operation) {
        return switch (operation.getLocalName()) {
            case "get", "get-config" ->
                "<data>" + data(child(child(operation, "filter"), "*").getLocalName()) + "</data>";
            case "edit-config" -> edit(child(child(operation, "config"), "cross-connects"));
            case "create-subscription" -> "<ok/>";
            default -> error("operation-not-supported", "");
        };
    }

    private String data(String root) {
        return "<" + root + " xmlns=\"" + MODEL + "\">"
                + switch (root) {
                    case "product-information" ->
                        "<manufacturer>Polatis</manufacturer><serial-number>S-4711</serial-number>"
                                + "<model-name>Series 6000</model-name>";
                    case "port-config" ->
                        IntStream.rangeClosed(1, Fabric.PORTS)
                                .mapToObj(port -> "<port><port-id>" + port + "</port-id><status>" + fabric.health(port)
                                        + "</status></port>")
                                .collect(Collectors.joining());
                    case "cross-connects" ->
                        fabric.connections().entrySet().stream()
                                .map(pair -> "<" + list + "><ingress>" + pair.getKey() + "</ingress><egress>"
                                        + (fabric.garbled ? "banana" : pair.getValue()) + "</egress></" + list + ">")
                                .collect(Collectors.joining());
                    default -> "";
                }
                + "</" + root + ">";
    }

    private String edit(Element connections) {
        final var disconnect = new ArrayList<Integer>();
        final var connect = new TreeMap<Integer, Integer>();
        for (var pair : children(connections)) {
            if (!pair.getLocalName().equals(list)) {
                return error("unknown-element", pair.getLocalName());
            }
            final var ingress = Integer.valueOf(child(pair, "ingress").getTextContent());
            if (pair.getAttributeNS(BASE, "operation").equals("delete")) {
                if (!fabric.connections().containsKey(ingress)) {
                    return error("data-missing", "no pair " + ingress);
                }
                disconnect.add(ingress);
            } else {
                connect.put(ingress, Integer.valueOf(child(pair, "egress").getTextContent()));
            }
        }
        return fabric.carryOut(disconnect, connect)
                .map(complaint -> error("operation-failed", complaint))
                .orElse("<ok/>");
    }

    private static String error(String tag, String message) {
        return "<rpc-error><error-type>application</error-type><error-tag>" + tag
                + "</error-tag><error-severity>error</error-severity><error-message>" + message
                + "</error-message></rpc-error>";
    }

    private static Element child(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> name.equals("*") || child.getLocalName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<Element> children(Element parent) {
        final var found = new ArrayList<Element>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private static Element parse(String xml) throws IOException {
        try {
            final var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    private final class Session implements Command {
        private final ChannelSession channel;
        private InputStream in;
        private OutputStream out;

        Session(ChannelSession channel) {
            this.channel = channel;
        }

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
        public void start(ChannelSession with, Environment env) {
            sessions.add(this);
            Thread.ofVirtual().start(this::serve);
        }

        @Override
        public void destroy(ChannelSession with) {
            sessions.remove(this);
        }

        synchronized void send(String message) {
            try {
                out.write((message + END).getBytes(StandardCharsets.UTF_8));
                out.flush();
            } catch (IOException e) {
                sessions.remove(this);
            }
        }

        private void serve() {
            send(hello());
            try {
                receive();
                for (var rpc = receive(); rpc.isPresent(); rpc = receive()) {
                    final var request = parse(rpc.get());
                    try {
                        send("<rpc-reply xmlns=\"" + BASE + "\" message-id=\"" + request.getAttribute("message-id")
                                + "\">" + answer(child(request, "*")) + "</rpc-reply>");
                    } catch (Fabric.Lost lost) {
                        if (!lost.silent) {
                            channel.getSession().close(true);
                            return;
                        }
                    }
                }
            } catch (IOException e) {
                sessions.remove(this);
            }
        }

        private Optional<String> receive() throws IOException {
            final var message = new ByteArrayOutputStream();
            for (int c = in.read(); c >= 0; c = in.read()) {
                message.write(c);
                if (c == '>' && message.toString(StandardCharsets.UTF_8).endsWith(END)) {
                    final var text = message.toString(StandardCharsets.UTF_8);
                    return Optional.of(text.substring(0, text.length() - END.length()));
                }
            }
            return Optional.empty();
        }
    }
}
