package org.qkdn.lkms.api004;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;
import org.qkdn.lkms.testing.LkmsPair;

/** A TLS connection of an SAE to the port of the binary form, that sends and receives bytes written in hexadecimal. */
final class BinaryClient implements AutoCloseable {
    private final Socket socket;

    private BinaryClient(Socket socket) {
        this.socket = socket;
    }

    static BinaryClient connect(LkmsPair pair, String node, String sae) throws Exception {
        var tls = pair.pki.identity(sae).jdkClient("lkms-" + node);
        var socket = tls.getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(),
                        pair.lkms(node).ports().etsi004());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(30_000);
        return new BinaryClient(socket);
    }

    OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    void send(String hex) throws IOException {
        out().write(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
        out().flush();
    }

    /** One frame. */
    String receive() throws IOException {
        var header = socket.getInputStream().readNBytes(8);
        if (header.length < 8) {
            return "";
        }
        var hex = HexFormat.of().formatHex(header);
        return hex
                + HexFormat.of().formatHex(socket.getInputStream().readNBytes(Integer.parseInt(hex.substring(8), 16)));
    }

    String call(String hex) throws IOException {
        send(hex);
        return receive();
    }

    /** True where the server has closed the connection without a byte. */
    boolean isClosed() {
        try {
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
