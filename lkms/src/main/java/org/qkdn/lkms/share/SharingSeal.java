package org.qkdn.lkms.share;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.qkdn.lkms.app.ApplicationKeys.DeliveredKey;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.Origin;
import org.qkdn.node.v1.SharedKey;
import org.qkdn.node.v1.SharedKeys;

/**
 * Protects keys on their way to another node by keys that this node shares with that one: each under a one-time pad, all
 * under one tag with a one-time key (Poly1305, RFC 8439 2.5). So their secrecy rests on QKD keys alone.
 */
final class SharingSeal {
    private static final String FORM = "qkdn key sharing 1";
    private static final int TAG_KEY = 32;
    private static final int TAG = 16;

    private SharingSeal() {}

    /** How many carrier keys of the same size it takes to send so many keys: the pads, and the tag's key in pieces. */
    static int carriers(int number, int bytes) {
        return number + tagPieces(bytes);
    }

    private static int tagPieces(int bytes) {
        return (TAG_KEY + bytes - 1) / bytes;
    }

    /** The first carriers are the pads, in the order of the keys. */
    static SharedKeys seal(String master, String slave, List<DeliveredKey> keys, List<DeliveredKey> carriers) {
        var message = SharedKeys.newBuilder().setMasterSaeId(master).setSlaveSaeId(slave);
        for (int i = 0; i < keys.size(); i++) {
            var origin = keys.get(i).origin();
            message.addKeys(SharedKey.newBuilder()
                    .setKeyId(keys.get(i).id().toString())
                    .setPadKeyId(carriers.get(i).id().toString())
                    .setCiphertext(ByteString.copyFrom(
                            xor(keys.get(i).key().toArray(), carriers.get(i).key())))
                    .setDirect(origin.direct())
                    .setPaths(origin.paths())
                    .setCombination(origin.combination()));
        }
        var tagCarriers = carriers.subList(keys.size(), carriers.size());
        tagCarriers.forEach(carrier -> message.addTagKeyIds(carrier.id().toString()));
        return message.setTag(ByteString.copyFrom(tag(message.build(), tagCarriers)))
                .build();
    }

    /** Empty where the tag is wrong or a length does not fit. The carriers are the pads, then the pieces of the tag's key. */
    static Optional<List<DeliveredKey>> open(SharedKeys message, List<DeliveredKey> carriers) {
        var tagCarriers = carriers.subList(message.getKeysCount(), carriers.size());
        int tagKey =
                tagCarriers.stream().mapToInt(carrier -> carrier.key().length()).sum();
        if (tagKey < TAG_KEY
                || !MessageDigest.isEqual(
                        tag(message, tagCarriers), message.getTag().toByteArray())) {
            return Optional.empty();
        }
        var keys = new ArrayList<DeliveredKey>();
        for (int i = 0; i < message.getKeysCount(); i++) {
            var shared = message.getKeys(i);
            var pad = carriers.get(i).key();
            if (shared.getCiphertext().size() != pad.length()) {
                keys.forEach(key -> key.key().close());
                return Optional.empty();
            }
            keys.add(new DeliveredKey(
                    UUID.fromString(shared.getKeyId()),
                    KeyBytes.owning(xor(shared.getCiphertext().toByteArray(), pad)),
                    new Origin(shared.getDirect(), shared.getPaths(), shared.getCombination())));
        }
        return Optional.of(List.copyOf(keys));
    }

    /** In place. */
    private static byte[] xor(byte[] bytes, KeyBytes pad) {
        var other = pad.toArray();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= other[i];
        }
        Arrays.fill(other, (byte) 0);
        return bytes;
    }

    private static byte[] tag(SharedKeys message, List<DeliveredKey> tagCarriers) {
        var key = new byte[TAG_KEY];
        int filled = 0;
        for (var carrier : tagCarriers) {
            var piece = carrier.key().toArray();
            int used = Math.min(piece.length, TAG_KEY - filled);
            System.arraycopy(piece, 0, key, filled, used);
            filled += used;
            Arrays.fill(piece, (byte) 0);
        }
        var parameter = new KeyParameter(key);
        Arrays.fill(key, (byte) 0);
        var poly1305 = new Poly1305();
        poly1305.init(parameter);
        var form = form(message);
        poly1305.update(form, 0, form.length);
        var tag = new byte[TAG];
        poly1305.doFinal(tag, 0);
        Arrays.fill(parameter.getKey(), (byte) 0);
        poly1305.init(new KeyParameter(key));
        return tag;
    }

    /** What the tag covers: all but the tag, each text and byte string behind its length. */
    private static byte[] form(SharedKeys message) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            write(out, FORM);
            write(out, message.getMasterSaeId());
            write(out, message.getSlaveSaeId());
            out.writeInt(message.getKeysCount());
            for (var key : message.getKeysList()) {
                write(out, key.getKeyId());
                write(out, key.getPadKeyId());
                write(out, key.getCiphertext().toByteArray());
                out.writeBoolean(key.getDirect());
                out.writeInt(key.getPaths());
                write(out, key.getCombination());
            }
            for (var id : message.getTagKeyIdsList()) {
                write(out, id);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }
}
