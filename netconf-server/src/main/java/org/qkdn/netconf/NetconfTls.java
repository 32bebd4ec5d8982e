package org.qkdn.netconf;

import java.nio.file.Path;

/**
 * What a server shows and trusts over TLS (RFC 7589): PEM files.
 *
 * @param certificate followed by intermediate ones if there are any
 * @param key its private key, PKCS#8
 * @param ca the authorities whose client certificates count
 */
public record NetconfTls(Path certificate, Path key, Path ca) {}
