package org.qkdn.lkms.supply;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import org.qkdn.lkms.LkmsConfiguration.Endpoint;

/**
 * How the keys of one QKD module of the node are had.
 *
 * @param url base URL of its KME, for {@link Kind#ETSI014}
 * @param at where it listens, for {@link Kind#ETSI004}
 * @param kmeId for an operator
 * @param commonName of the module's certificate
 * @param chunkBytes size of a key, for {@link Kind#ETSI004}
 * @param slow whether it makes so little key that none may be spent on comparing both ends' keys, which its own error
 *     verification must make the same, nor wait for a large block
 */
public record ModuleConfiguration(
        int interfaceId,
        Kind kind,
        URI url,
        Endpoint at,
        String kmeId,
        String commonName,
        Integer chunkBytes,
        Boolean slow) {
    /** By which interface a module delivers. */
    public enum Kind {
        /** ETSI GS QKD 014, of which the LKMS is a client. */
        @JsonProperty("etsi014")
        ETSI014,
        /** ETSI GS QKD 004 in its binary form over TLS, of which the LKMS is a client. */
        @JsonProperty("etsi004")
        ETSI004,
        /** The module connects to the LKMS and pushes. */
        @JsonProperty("push")
        PUSH
    }

    public ModuleConfiguration {
        kind = kind == null ? Kind.ETSI014 : kind;
        if (commonName == null || commonName.isEmpty()) {
            throw new IllegalArgumentException(
                    "'modules.commonName' is missing: give that of the module's certificate");
        }
        if (kind == Kind.ETSI014 && url == null) {
            throw new IllegalArgumentException("'modules.url' is missing: give an https URL, or another 'kind'");
        }
        if (url != null && !"https".equals(url.getScheme())) {
            throw new IllegalArgumentException("modules.url " + url + " is not an https URL");
        }
        if (kind == Kind.ETSI004 && at == null) {
            throw new IllegalArgumentException(
                    "'modules.at' is missing: give {host, port} of the module's ETSI GS QKD" + " 004 interface");
        }
        chunkBytes = chunkBytes == null ? 32 : chunkBytes;
        if (chunkBytes < 8 || chunkBytes > 4096) {
            throw new IllegalArgumentException("modules.chunkBytes " + chunkBytes + " is not between 8 and 4096");
        }
        slow = slow != null && slow;
        kmeId = kmeId == null ? commonName : kmeId;
    }
}
