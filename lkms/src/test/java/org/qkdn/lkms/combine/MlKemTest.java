package org.qkdn.lkms.combine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.UUID;
import javax.crypto.KEM;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.qkdn.lkms.app.RandomBlocks;
import org.qkdn.lkms.entropy.Drbg;
import org.qkdn.lkms.store.KeyBytes;

class MlKemTest {
    private final RandomBlocks random = new RandomBlocks(new Drbg());

    @Test
    void bothEndsGetTheSecretAndAnAlteredCiphertextGivesAnother() {
        for (var kem : MlKem.values()) {
            try (var seed = random.bytes(MlKem.SEED)) {
                var key = kem.encapsulationKey(seed);
                assertEquals(kem == MlKem.ML_KEM_768 ? 1184 : 1568, key.size());
                var sealed = kem.encapsulate(key, random.bytes(MlKem.MESSAGE));
                assertEquals(32, sealed.secret().length());
                assertEquals(sealed.secret(), kem.decapsulate(seed, sealed.ciphertext()));
                var altered = sealed.ciphertext().toByteArray();
                altered[7] ^= 1;
                assertNotEquals(sealed.secret(), kem.decapsulate(seed, ByteString.copyFrom(altered)));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> kem.decapsulate(seed, sealed.ciphertext().substring(1)));
                assertThrows(
                        IllegalArgumentException.class,
                        () -> kem.encapsulate(key.substring(1), random.bytes(MlKem.MESSAGE)));
            }
        }
    }

    /** The JDK's own implementation, written by others, is the other end. */
    @Test
    void understandsAnotherImplementation() throws Exception {
        for (var kem : MlKem.values()) {
            try (var seed = random.bytes(MlKem.SEED)) {
                var oid = kem == MlKem.ML_KEM_768
                        ? NISTObjectIdentifiers.id_alg_ml_kem_768
                        : NISTObjectIdentifiers.id_alg_ml_kem_1024;
                var encoded = new SubjectPublicKeyInfo(
                                new AlgorithmIdentifier(oid),
                                kem.encapsulationKey(seed).toByteArray())
                        .getEncoded();
                var key = jdk().generatePublic(new X509EncodedKeySpec(encoded));
                var sealed =
                        KEM.getInstance("ML-KEM", "SunJCE").newEncapsulator(key).encapsulate();
                try (var opened = kem.decapsulate(seed, ByteString.copyFrom(sealed.encapsulation()))) {
                    assertArrayEquals(sealed.key().getEncoded(), opened.toArray());
                }
            }
        }
    }

    private static KeyFactory jdk() throws Exception {
        try {
            return KeyFactory.getInstance("ML-KEM", "SunJCE");
        } catch (NoSuchAlgorithmException e) {
            return Assumptions.abort("ML-KEM is in the JDK only from version 24 on");
        }
    }

    @Test
    void keyIsForOnePeerAndABoundedNumberOfBatchesAndSeconds() {
        var now = new Instant[] {Instant.EPOCH};
        try (var keys = new KemKeys(() -> now[0], random)) {
            var kem = MlKem.ML_KEM_768;
            var offer = keys.offer("a", kem);
            var sealed = kem.encapsulate(offer.encapsulationKey(), random.bytes(MlKem.MESSAGE));
            assertTrue(keys.open("b", kem, offer.id(), sealed.ciphertext()).isEmpty());
            assertTrue(keys.open("a", MlKem.ML_KEM_1024, offer.id(), sealed.ciphertext())
                    .isEmpty());
            assertTrue(
                    keys.open("a", kem, UUID.randomUUID(), sealed.ciphertext()).isEmpty());
            for (int i = 0; i < KemKeys.MOST_BATCHES; i++) {
                try (KeyBytes opened =
                        keys.open("a", kem, offer.id(), sealed.ciphertext()).orElseThrow()) {
                    assertEquals(sealed.secret(), opened);
                }
            }
            assertTrue(keys.open("a", kem, offer.id(), sealed.ciphertext()).isEmpty(), "used too often");
            var second = keys.offer("a", kem);
            now[0] = now[0].plus(KemKeys.LIFE).plusSeconds(1);
            assertTrue(keys.open("a", kem, second.id(), sealed.ciphertext()).isEmpty(), "too old");
        }
    }
}
