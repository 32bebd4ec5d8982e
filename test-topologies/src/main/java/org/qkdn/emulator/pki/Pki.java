package org.qkdn.emulator.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Collection;
import org.qkdn.node.tls.TlsFiles;
import org.qkdn.node.tls.TlsIdentity;

/**
 * The certificates and SSH keys of an emulated network, made at the first run and used again by the next. Private keys
 * are readable by their owner only.
 *
 * <p>{@code ca.pem} and {@code ca.key}; for each common name {@code NAME.pem} and {@code NAME.key} (PKCS#8); for each SSH
 * name {@code ssh/NAME.pem} and {@code ssh/NAME.pub}.
 */
public final class Pki {
    private final Path directory;
    private final CertificateAuthority authority;
    private final Clock clock;

    private Pki(Path directory, CertificateAuthority authority, Clock clock) {
        this.directory = directory;
        this.authority = authority;
        this.clock = clock;
    }

    /**
     * Opens the folder and makes what is missing in it.
     *
     * @param commonNames one certificate each
     * @param sshNames one SSH key pair each
     * @throws IOException with one line that names the file and the remedy
     */
    public static Pki open(Path directory, Collection<String> commonNames, Collection<String> sshNames, Clock clock)
            throws IOException {
        PemFiles.makePrivateDirectory(directory);
        PemFiles.makePrivateDirectory(directory.resolve("ssh"));
        var pki = new Pki(directory, CertificateAuthority.open(directory, clock), clock);
        for (var name : commonNames) {
            pki.ensureCertificate(name);
        }
        for (var name : sshNames) {
            if (!Files.exists(pki.sshKey(name))) {
                SshKeys.make(pki.sshKey(name), pki.sshPublicKey(name), name);
            }
            pki.fingerprint(name);
        }
        return pki;
    }

    /** Certificate, key and CA of a process. */
    public TlsFiles tls(String commonName) {
        return new TlsFiles(
                certificate(commonName), directory.resolve(commonName + ".key"), directory.resolve("ca.pem"));
    }

    /** The same with an RSA key, made at the first call, for those who take no other. */
    public TlsFiles rsaTls(String commonName) throws IOException {
        var files = tls(commonName);
        if (!Files.exists(files.certificate())) {
            authority.issueRsa(commonName, files.certificate(), files.key());
        }
        return files;
    }

    /** Private SSH key: a traditional PEM file. */
    public Path sshKey(String name) {
        return directory.resolve("ssh").resolve(name + ".pem");
    }

    /** Public SSH key: an OpenSSH line. */
    public Path sshPublicKey(String name) {
        return directory.resolve("ssh").resolve(name + ".pub");
    }

    /** OpenSSH fingerprint of a public SSH key, such as {@code SHA256:...}. */
    public String fingerprint(String name) throws IOException {
        return SshKeys.fingerprint(sshPublicKey(name));
    }

    private Path certificate(String commonName) {
        return directory.resolve(commonName + ".pem");
    }

    private void ensureCertificate(String commonName) throws IOException {
        var files = tls(commonName);
        if (!Files.exists(files.certificate()) && !Files.exists(files.key())) {
            authority.issue(commonName, files.certificate(), files.key());
            return;
        }
        var identity = TlsIdentity.load(files);
        X509Certificate certificate = PemFiles.certificate(files.certificate());
        PemFiles.requireValid(files.certificate(), certificate, clock);
        authority.requireIssued(files.certificate(), certificate);
        if (!identity.commonName().equals(commonName)) {
            throw new IOException(files.certificate() + " is the certificate of " + identity.commonName() + ", not of "
                    + commonName + ": " + PemFiles.REMEDY);
        }
    }
}
