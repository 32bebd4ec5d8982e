package org.qkdn.lkms.combine;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.UUID;
import org.qkdn.lkms.app.Batch;

/**
 * All that both ends must agree on about a batch besides the shares. What is derived and what is checked is bound to it,
 * so a message with another share, combination, ciphertext or end makes other bytes and is noticed.
 *
 * @param source node id of the LKMS that drew the shares
 * @param destination node id of the LKMS where they arrived
 * @param kemKeyId empty where the combination has no KEM share
 */
record Transcript(
        String combination,
        String source,
        String destination,
        String application,
        Batch batch,
        List<ShareName> shares,
        String kemKeyId,
        ByteString kemCiphertext) {
    private static final String LABEL = "qkdn block combination 1";

    /** A share by the link it travelled over and the id it had there. */
    record ShareName(String link, UUID first) {}

    /** Unambiguous: every field behind its length. */
    byte[] encoded() {
        var out = new ByteArrayOutputStream();
        writeHead(out);
        write(out, uuid(batch.first()));
        write(out, ByteBuffer.allocate(Integer.BYTES).putInt(batch.blocks()).array());
        write(out, ByteBuffer.allocate(Integer.BYTES).putInt(shares.size()).array());
        for (var share : shares) {
            write(out, text(share.link));
            write(out, uuid(share.first));
        }
        write(out, text(kemKeyId));
        write(out, kemCiphertext.toByteArray());
        return out.toByteArray();
    }

    /** Context of the derivation of one block. */
    byte[] info(int index) {
        var out = new ByteArrayOutputStream();
        writeHead(out);
        write(out, uuid(batch.id(index)));
        try {
            write(out, MessageDigest.getInstance("SHA-384").digest(encoded()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-384", e);
        }
        return out.toByteArray();
    }

    private void writeHead(ByteArrayOutputStream out) {
        write(out, text(LABEL));
        write(out, text(combination));
        write(out, text(source));
        write(out, text(destination));
        write(out, text(application));
    }

    private static void write(ByteArrayOutputStream out, byte[] field) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(field.length).array());
        out.writeBytes(field);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] uuid(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
