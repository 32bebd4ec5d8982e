package org.qkdn.emulator.soak;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.bouncycastle.tls.TlsFatalAlert;

/** Malformed requests, pipelined, and now and then what is no HTTP at all. */
final class HttpFlood implements Flood {
    private static final int PIPELINED = 64;
    private static final int BATCHES_PER_CONNECTION = 400;
    private static final int BROKEN_PER_CONNECTION = 8;

    private final String name;
    private final RawConnection.Dialling port;
    private final byte[] good;
    private final Function<Spelling, Supplier<byte[]>> malformed;

    /** @param good what is granted, so that it is known that the server knows its client */
    HttpFlood(String name, RawConnection.Dialling port, byte[] good, Function<Spelling, Supplier<byte[]>> malformed) {
        this.name = name;
        this.port = port;
        this.good = good;
        this.malformed = malformed;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void send(long requests, RandomGenerator random, Findings findings) throws IOException {
        var spelled = malformed.apply(new Spelling(random));
        var broken = new BrokenRequests(random);
        long left = requests;
        while (left > 0 && findings.isClean()) {
            try (var connection = port.dial()) {
                connection.send(good);
                findings.require(connection.status() == 200, name + " refuses a good request");
                for (int i = 0; i < BATCHES_PER_CONNECTION && left > 0; i++) {
                    batch(connection, spelled, findings);
                    left -= PIPELINED;
                }
            }
            for (int i = 0; i < BROKEN_PER_CONNECTION; i++) {
                broken(broken.next(), findings);
                left--;
            }
        }
    }

    private void batch(RawConnection connection, Supplier<byte[]> spelled, Findings findings) throws IOException {
        var requested = new ByteArrayOutputStream();
        var single = new byte[PIPELINED][];
        for (int i = 0; i < PIPELINED; i++) {
            single[i] = spelled.get();
            requested.writeBytes(single[i]);
        }
        connection.send(requested.toByteArray());
        for (var request : single) {
            int status = connection.status();
            if (status / 100 != 4) {
                findings.fault(name + " answered " + status, request);
            }
        }
        findings.refused(PIPELINED);
    }

    private void broken(byte[] request, Findings findings) throws IOException {
        try (var connection = port.dial()) {
            connection.send(request);
            connection.send(new byte[] {'\r', '\n', '\r', '\n'});
            int status = connection.status();
            if (status != 0 && status / 100 != 4) {
                findings.fault(name + " answered " + status, request);
            }
        } catch (SocketException | SSLException | TlsFatalAlert e) {
            // it has had enough before all was sent
        }
        findings.refused(1);
    }
}
