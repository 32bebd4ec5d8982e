package org.qkdn.lkms.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** The {@code openssl} of the machine as a TLS-PSK client of its own making. */
public final class OpenSsl {
    private static final Path PROGRAM = Path.of("/usr/bin/openssl");
    private static final Pattern STATUS = Pattern.compile("HTTP/1.1 (\\d{3}) ");

    private final Path directory;
    private final int port;

    public OpenSsl(Path directory, int port) {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "needs the Debian package openssl");
        this.directory = directory;
        this.port = port;
    }

    /** What a server answered; status 0 where no TLS session came about, and then the body is what openssl said. */
    public record Reply(int status, String body) {}

    /** TLS 1.2 with this cipher suite, by OpenSSL's name for it. */
    public Reply tls12(String suite, String identity, String hexKey, String target) throws Exception {
        return get(List.of("-tls1_2", "-cipher", suite, "-psk_identity", identity, "-psk", hexKey), target);
    }

    /**
     * TLS 1.3 with SHA-384. {@code -psk} alone means SHA-256, so the key goes into a session file, with the cipher suite
     * 0x1302 that it is for.
     */
    public Reply tls13(String identity, String hexKey, String target) throws Exception {
        var recipe = directory.resolve("session.cnf");
        Files.writeString(recipe, """
                asn1=SEQUENCE:session
                [session]
                version=INTEGER:1
                tls=INTEGER:0x0304
                suite=FORMAT:HEX,OCTETSTRING:1302
                id=FORMAT:HEX,OCTETSTRING:00
                key=FORMAT:HEX,OCTETSTRING:%s
                since=EXPLICIT:1,INTEGER:%d
                seconds=EXPLICIT:2,INTEGER:7200
                """.formatted(hexKey, System.currentTimeMillis() / 1000));
        var der = directory.resolve("session.der").toString();
        var pem = directory.resolve("session.pem").toString();
        run(List.of("asn1parse", "-genconf", recipe.toString(), "-noout", "-out", der), "");
        run(List.of("sess_id", "-inform", "DER", "-in", der, "-out", pem), "");
        return get(List.of("-tls1_3", "-psk_identity", identity, "-psk_session", pem), target);
    }

    /** With options of the caller's. */
    public Reply get(List<String> options, String target) throws Exception {
        var command = new ArrayList<>(List.of("s_client", "-quiet", "-connect", "127.0.0.1:" + port));
        command.addAll(options);
        var output = run(command, "GET " + target + " HTTP/1.1\r\nHost: kp\r\nConnection: close\r\n\r\n");
        var status = STATUS.matcher(output);
        return status.find()
                ? new Reply(Integer.parseInt(status.group(1)), output.substring(output.indexOf("\r\n\r\n") + 4))
                : new Reply(0, output);
    }

    private String run(List<String> arguments, String input) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(PROGRAM.toString()));
        command.addAll(arguments);
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .directory(directory.toFile())
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it has ended before: its output tells why
        }
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("openssl does not end: " + output);
        }
        return output;
    }
}
