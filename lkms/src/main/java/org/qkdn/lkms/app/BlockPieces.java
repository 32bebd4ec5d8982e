package org.qkdn.lkms.app;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.qkdn.lkms.store.Account;
import org.qkdn.lkms.store.BlockFilter;
import org.qkdn.lkms.store.BlockTable;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.lkms.store.Origin;
import org.qkdn.lkms.store.Owner;
import org.qkdn.lkms.store.StoreId;
import org.qkdn.lkms.store.StoredBlock;

/**
 * Key material longer than one block, or what is left of one: cut in pieces from an application's own blocks at one end,
 * and put together from the same places at the other. For use within a transaction that keeps the bytes elsewhere: the
 * pieces are spent.
 */
public final class BlockPieces {
    private static final int CHECK_BYTES = 16;

    private BlockPieces() {}

    /** Bytes of one block. */
    public record Piece(UUID block, int offset, int length) {}

    /**
     * Bytes that were cut.
     *
     * @param check tells an end that holds other bytes: keyed by those bytes of the blocks that are never handed out
     */
    public record Cut(List<Piece> pieces, KeyBytes bytes, ByteString check, Origin origin) implements AutoCloseable {
        @Override
        public void close() {
            bytes.close();
        }
    }

    /**
     * Empty, with nothing spent, where the store's own blocks that may serve hold less. {@code purpose} goes into the check.
     */
    static Optional<Cut> cut(BlockTable blocks, StoreId store, int bytes, BlockFilter mayServe, byte[] purpose) {
        if (blocks.ownPieces(store, 1, mayServe) < bytes) {
            return Optional.empty();
        }
        try (var gathered = new Gathered(bytes)) {
            while (gathered.missing() > 0) {
                try (var block = blocks.ownFor(store, 1, 1, mayServe).getFirst()) {
                    int length = Math.min(gathered.missing(), block.remaining());
                    gathered.add(blocks, block, new Piece(block.id(), block.firstFree(), length));
                }
            }
            return Optional.of(gathered.cut(purpose));
        }
    }

    /**
     * The same bytes at the other end. Empty where a piece is not there or used, or the check tells that the bytes differ;
     * the pieces that are there are spent even then, as the end that cut them has spent them.
     */
    public static Optional<Cut> take(
            BlockTable blocks, StoreId store, List<Piece> pieces, byte[] purpose, ByteString check) {
        int bytes = pieces.stream().mapToInt(Piece::length).sum();
        try (var gathered = new Gathered(bytes)) {
            for (var piece : pieces) {
                var found = blocks.find(store, piece.block(), Owner.PEER);
                if (found.isPresent()) {
                    try (var block = found.get()) {
                        if (piece.offset() <= block.content().length() - piece.length()) {
                            gathered.add(blocks, block, piece);
                        }
                    }
                }
            }
            if (gathered.missing() > 0) {
                blocks.addBurnt(store, Account.Cause.MISMATCH, 8L * gathered.filled);
                return Optional.empty();
            }
            var cut = gathered.cut(purpose);
            if (MessageDigest.isEqual(check.toByteArray(), cut.check().toByteArray())) {
                return Optional.of(cut);
            }
            cut.close();
            blocks.addBurnt(store, Account.Cause.MISMATCH, 8L * bytes);
            return Optional.empty();
        }
    }

    private static final class Gathered implements AutoCloseable {
        private final byte[] bytes;
        private final List<Piece> pieces = new ArrayList<>();
        private final List<Origin> origins = new ArrayList<>();
        private byte[] checkKeys = new byte[0];
        private int filled;

        Gathered(int length) {
            bytes = new byte[length];
        }

        int missing() {
            return bytes.length - filled;
        }

        /** Adds nothing where the piece, or a part of it, is used. */
        void add(BlockTable blocks, StoredBlock block, Piece piece) {
            var next = block.used().with(piece.offset(), piece.length());
            if (next.isEmpty() || piece.length() > missing()) {
                return;
            }
            append(block.content(), piece);
            appendCheckKey(block.content());
            pieces.add(piece);
            origins.add(block.origin());
            blocks.spend(block, next.get());
        }

        private void append(KeyBytes content, Piece piece) {
            try (var part = content.slice(piece.offset(), piece.length())) {
                var plain = part.toArray();
                System.arraycopy(plain, 0, bytes, filled, plain.length);
                Arrays.fill(plain, (byte) 0);
                filled += plain.length;
            }
        }

        private void appendCheckKey(KeyBytes content) {
            try (var part = content.slice(0, KeyId.CHECK_KEY)) {
                var plain = part.toArray();
                var longer = Arrays.copyOf(checkKeys, checkKeys.length + plain.length);
                System.arraycopy(plain, 0, longer, checkKeys.length, plain.length);
                Arrays.fill(plain, (byte) 0);
                Arrays.fill(checkKeys, (byte) 0);
                checkKeys = longer;
            }
        }

        Cut cut(byte[] purpose) {
            return new Cut(List.copyOf(pieces), KeyBytes.copyOf(bytes), check(purpose), Origins.of(origins));
        }

        private ByteString check(byte[] purpose) {
            var places = ByteBuffer.allocate(pieces.size() * (2 * Long.BYTES + 2 * Integer.BYTES));
            for (var piece : pieces) {
                places.putLong(piece.block().getMostSignificantBits())
                        .putLong(piece.block().getLeastSignificantBits())
                        .putInt(piece.offset())
                        .putInt(piece.length());
            }
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(checkKeys, "HmacSHA256"));
                mac.update(ByteBuffer.allocate(Integer.BYTES)
                        .putInt(purpose.length)
                        .array());
                mac.update(purpose);
                mac.update(places.array());
                return ByteString.copyFrom(mac.doFinal(bytes), 0, CHECK_BYTES);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK cannot do HMAC-SHA256", e);
            }
        }

        @Override
        public void close() {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(checkKeys, (byte) 0);
        }
    }

    /** Of key material from several blocks: only what is true of all of it. */
    private static final class Origins {
        private Origins() {}

        static Origin of(List<Origin> all) {
            boolean direct = all.stream().allMatch(Origin::direct);
            int paths = all.stream().mapToInt(Origin::paths).min().orElse(0);
            var combinations = all.stream().map(Origin::combination).distinct().toList();
            return new Origin(direct, paths, combinations.size() == 1 ? combinations.getFirst() : "");
        }
    }
}
