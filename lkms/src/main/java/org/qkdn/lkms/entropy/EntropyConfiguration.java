package org.qkdn.lkms.entropy;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A quantum random number generator with a REST interface, beside the JDK's generator.
 *
 * @param url an https URL; {@code {bytes}} in it stands for how many bytes are asked for
 * @param commonName of the device's certificate
 * @param ca who signed that certificate; absent: this network's CA
 * @param encoding of the random bytes in the answer
 * @param member name of the JSON member that holds them; absent: they are the whole answer
 * @param blockBytes how many are asked for at once
 * @param whenDown what becomes of keys while the device gives nothing
 */
public record EntropyConfiguration(
        String url,
        String commonName,
        Optional<Path> ca,
        Encoding encoding,
        Optional<String> member,
        Integer blockBytes,
        WhenDown whenDown) {
    private static final String PLACEHOLDER = "{bytes}";

    /** How the answer holds random bytes. */
    public enum Encoding {
        /** As they are; within JSON, an array of numbers from 0 to 255. */
        @JsonProperty("raw")
        RAW,
        @JsonProperty("hex")
        HEX,
        @JsonProperty("base64")
        BASE64
    }

    /** What becomes of keys while the device gives nothing. */
    public enum WhenDown {
        /** No new key is made. */
        @JsonProperty("refuse")
        REFUSE,
        /** The JDK's generator alone makes it. */
        @JsonProperty("drbg")
        DRBG
    }

    public EntropyConfiguration {
        if (url == null || !url.startsWith("https://") || !isUrl(url)) {
            throw new IllegalArgumentException("entropy.url '" + url
                    + "' is not an https URL: give one such as https://host/random?bytes={bytes}");
        }
        if (commonName == null || commonName.isEmpty()) {
            throw new IllegalArgumentException(
                    "'entropy.commonName' is missing: give the common name of the device's certificate");
        }
        ca = ca == null ? Optional.empty() : ca;
        encoding = encoding == null ? Encoding.RAW : encoding;
        member = member == null ? Optional.empty() : member;
        blockBytes = blockBytes == null ? 16_384 : blockBytes;
        if (blockBytes < 1024 || blockBytes > 1 << 20) {
            throw new IllegalArgumentException("entropy.blockBytes " + blockBytes + " is not between 1024 and 1048576");
        }
        if (whenDown == null) {
            throw new IllegalArgumentException("'entropy.whenDown' is missing: give refuse or drbg");
        }
    }

    private static boolean isUrl(String url) {
        try {
            return URI.create(url.replace(PLACEHOLDER, "1")).getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    URI request() {
        return URI.create(url.replace(PLACEHOLDER, String.valueOf(blockBytes)));
    }

    /** Relative paths are relative to the directory. */
    public EntropyConfiguration relativeTo(Path directory) {
        return new EntropyConfiguration(
                url, commonName, ca.map(directory::resolve), encoding, member, blockBytes, whenDown);
    }
}
