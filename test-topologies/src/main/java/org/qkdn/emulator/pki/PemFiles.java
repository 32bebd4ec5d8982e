package org.qkdn.emulator.pki;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Date;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Reads and writes PEM files with the right modes, whole or not at all. */
final class PemFiles {
    static final String REMEDY = "remove the pki folder, and all is made anew at the next run";
    private static final String OWNER_ONLY = "rw-------";
    private static final String PUBLIC = "rw-r--r--";

    private PemFiles() {}

    static void makePrivateDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(directory + " is in the way: a folder is needed there, move it");
        }
        if (directory.toAbsolutePath().getParent() != null) {
            Files.createDirectories(directory.toAbsolutePath().getParent());
        }
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    static void writeSecret(Path file, String type, byte[] content) throws IOException {
        write(file, pem(type, content), OWNER_ONLY);
    }

    static void writePublic(Path file, String type, byte[] content) throws IOException {
        write(file, pem(type, content), PUBLIC);
    }

    static void writePublicText(Path file, String text) throws IOException {
        write(file, text, PUBLIC);
    }

    static X509Certificate certificate(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (CertificateException e) {
            throw new IOException(file + " is not a PEM certificate: " + REMEDY, e);
        } catch (IOException e) {
            throw new IOException(file + " cannot be read: " + REMEDY, e);
        }
    }

    static void requireValid(Path file, X509Certificate certificate, Clock clock) throws IOException {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
        } catch (CertificateExpiredException e) {
            throw new IOException(
                    file + " expired on " + certificate.getNotAfter().toInstant() + ": " + REMEDY, e);
        } catch (CertificateNotYetValidException e) {
            throw new IOException(
                    file + " is not valid before " + certificate.getNotBefore().toInstant() + ": set the clock, or "
                            + REMEDY,
                    e);
        }
    }

    private static String pem(String type, byte[] content) throws IOException {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }

    private static void write(Path file, String text, String mode) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        Files.deleteIfExists(draft);
        try (var channel = Files.newByteChannel(
                draft,
                Set.copyOf(EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
            channel.write(java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        }
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(mode));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
