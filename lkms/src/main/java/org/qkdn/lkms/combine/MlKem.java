package org.qkdn.lkms.combine;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMExtractor;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMGenerator;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMPrivateKeyParameters;
import org.bouncycastle.pqc.crypto.mlkem.MLKEMPublicKeyParameters;
import org.qkdn.lkms.store.KeyBytes;

/** The parameter sets of the post-quantum key encapsulation of FIPS 203. A private key is kept as its seed of 64 bytes. */
public enum MlKem {
    ML_KEM_768("ml-kem-768", 3),
    ML_KEM_1024("ml-kem-1024", 5);

    /** Random bytes of which a private key is made. */
    static final int SEED = 64;

    /** Random bytes of which a secret and its ciphertext are made. */
    static final int MESSAGE = 32;

    /** Bouncy Castle wants one; what is random comes with the message. */
    private static final SecureRandom NOT_DRAWN_FROM = new SecureRandom();

    private final String text;
    private final int category;

    MlKem(String text, int category) {
        this.text = text;
        this.category = category;
    }

    /** A shared secret with what the other end needs to get it too; the receiver closes the secret. */
    record Encapsulated(ByteString ciphertext, KeyBytes secret) {}

    String text() {
        return text;
    }

    int category() {
        return category;
    }

    ByteString encapsulationKey(KeyBytes seed) {
        return ByteString.copyFrom(privateKey(seed).getPublicKey());
    }

    /**
     * Throws {@link IllegalArgumentException} for what is no encapsulation key of this parameter set. {@code message} is
     * {@value #MESSAGE} fresh random bytes.
     */
    Encapsulated encapsulate(ByteString encapsulationKey, KeyBytes message) {
        var key = new MLKEMPublicKeyParameters(parameters(), encapsulationKey.toByteArray());
        var random = message.toArray();
        try {
            var made = new MLKEMGenerator(NOT_DRAWN_FROM).internalGenerateEncapsulated(key, random);
            return new Encapsulated(ByteString.copyFrom(made.getEncapsulation()), KeyBytes.owning(made.getSecret()));
        } finally {
            Arrays.fill(random, (byte) 0);
        }
    }

    /** Throws {@link IllegalArgumentException} for a ciphertext of the wrong length; any other gives some secret. */
    KeyBytes decapsulate(KeyBytes seed, ByteString ciphertext) {
        var extractor = new MLKEMExtractor(privateKey(seed));
        if (ciphertext.size() != extractor.getEncapsulationLength()) {
            throw new IllegalArgumentException(
                    "a ciphertext of " + text + " has " + extractor.getEncapsulationLength() + " bytes");
        }
        return KeyBytes.owning(extractor.extractSecret(ciphertext.toByteArray()));
    }

    private MLKEMParameters parameters() {
        return switch (this) {
            case ML_KEM_768 -> MLKEMParameters.ml_kem_768;
            case ML_KEM_1024 -> MLKEMParameters.ml_kem_1024;
        };
    }

    private MLKEMPrivateKeyParameters privateKey(KeyBytes seed) {
        var bytes = seed.toArray();
        try {
            return new MLKEMPrivateKeyParameters(parameters(), bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
