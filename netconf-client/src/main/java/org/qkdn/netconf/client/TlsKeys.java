package org.qkdn.netconf.client;

import java.nio.file.Path;

/**
 * What a client shows over TLS: PEM files, read at each connect.
 *
 * @param certificate followed by intermediate ones if there are any
 * @param key its private key, PKCS#8
 */
public record TlsKeys(Path certificate, Path key) {}
