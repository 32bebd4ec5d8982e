package org.qkdn.netconf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opendaylight.netconf.shaded.sshd.client.SshClient;
import org.opendaylight.netconf.shaded.sshd.client.channel.ChannelSubsystem;
import org.opendaylight.netconf.shaded.sshd.client.session.ClientSession;
import org.opendaylight.netconf.shaded.sshd.core.CoreModuleProperties;

/** A client that sends exactly what it is told, right or wrong, with the framing of base:1.0. */
final class TestClient implements AutoCloseable {
    private static final String END = "]]>]]>";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    static final String BASE = "xmlns=\"urn:ietf:params:xml:ns:netconf:base:1.0\"";

    private final SshClient ssh;
    private final ClientSession session;
    private final ChannelSubsystem channel;
    private final InputStream in;
    private final OutputStream out;
    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private final String hello;
    private int lastId;

    private TestClient(SshClient ssh, ClientSession session, ChannelSubsystem channel) throws IOException {
        this.ssh = ssh;
        this.session = session;
        this.channel = channel;
        in = channel.getInvertedOut();
        out = channel.getInvertedIn();
        send("<hello " + BASE + "><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability>"
                + "</capabilities></hello>");
        hello = receive();
    }

    static TestClient connect(int port, String user, KeyPair key) throws IOException {
        final var ssh = SshClient.setUpDefaultClient();
        // Nagle's algorithm and delayed acknowledgements add 40 ms now and then
        CoreModuleProperties.TCP_NODELAY.set(ssh, true);
        ssh.start();
        try {
            final var session =
                    ssh.connect(user, "127.0.0.1", port).verify(PATIENCE).getClientSession();
            session.addPublicKeyIdentity(key);
            session.auth().verify(PATIENCE);
            final var channel = session.createSubsystemChannel("netconf");
            channel.open().verify(PATIENCE);
            return new TestClient(ssh, session, channel);
        } catch (IOException e) {
            ssh.stop();
            throw e;
        }
    }

    String hello() {
        return hello;
    }

    String sessionId() {
        return hello.replaceAll("(?s).*<session-id>(\\d+)</session-id>.*", "$1");
    }

    /** Sends an operation and returns the reply as text. */
    String rpc(String operation) throws IOException {
        return raw("<rpc message-id=\"" + ++lastId + "\" " + BASE + ">" + operation + "</rpc>");
    }

    String raw(String message) throws IOException {
        send(message);
        return receive();
    }

    String edit(String target, String config) throws IOException {
        return rpc("<edit-config><target><" + target + "/></target><config>" + config + "</config></edit-config>");
    }

    String getConfig(String source) throws IOException {
        return rpc("<get-config><source><" + source + "/></source></get-config>");
    }

    void send(String message) throws IOException {
        sendBytes((message + END).getBytes(StandardCharsets.UTF_8));
    }

    void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /** The next message, whichever it is; at the end of the session an exception. */
    String receive() throws IOException {
        try {
            return reader.submit(this::readMessage).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("session has ended", e);
        } catch (TimeoutException e) {
            throw new IOException("no message in " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private String readMessage() throws IOException {
        final var message = new ByteArrayOutputStream();
        int matched = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            message.write(next);
            if (next == END.charAt(matched)) {
                matched++;
            } else {
                // the end marker has no proper prefix that is also a suffix but "]]"
                matched = next == ']' ? Math.min(matched, 2) == 2 ? 2 : 1 : 0;
            }
            if (matched == END.length()) {
                final var text = message.toString(StandardCharsets.UTF_8);
                return text.substring(0, text.length() - END.length());
            }
        }
        throw new IOException("end of input");
    }

    @Override
    public void close() throws IOException {
        channel.close(true);
        session.close(true);
        ssh.stop();
        reader.shutdownNow();
    }
}
