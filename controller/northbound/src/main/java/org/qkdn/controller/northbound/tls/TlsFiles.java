package org.qkdn.controller.northbound.tls;

import java.nio.file.Path;

/**
 * PEM files of one identity.
 *
 * @param certificate the certificate, followed by intermediate ones if there are any
 * @param key its private key, PKCS#8, not encrypted
 * @param ca certificates of those whose word counts
 */
public record TlsFiles(Path certificate, Path key, Path ca) {
    public TlsFiles relativeTo(Path folder) {
        return new TlsFiles(folder.resolve(certificate), folder.resolve(key), folder.resolve(ca));
    }
}
