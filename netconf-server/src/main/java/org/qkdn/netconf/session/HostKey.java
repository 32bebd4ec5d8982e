package org.qkdn.netconf.session;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Reads the server's key pair from a private key file: EC or RSA, traditional PEM or PKCS#8. */
final class HostKey {
    private HostKey() {}

    /**
     * The public half is computed where the file leaves it out, as the JDK's own PKCS#8 does.
     *
     * @throws IOException naming file and remedy
     */
    static KeyPair load(Path file) throws IOException {
        try (var parser = new PEMParser(new StringReader(Files.readString(file)))) {
            for (var found = parser.readObject(); found != null; found = parser.readObject()) {
                if (found instanceof PEMKeyPair pair) {
                    return pairOf(new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo()));
                }
                if (found instanceof PrivateKeyInfo info) {
                    return pairOf(new JcaPEMKeyConverter().getPrivateKey(info));
                }
            }
            throw new IOException("no private key in it");
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(
                    file + ": no private key of type EC or RSA can be read from it; make one with: ssh-keygen -m PEM"
                            + " -t ecdsa -N '' -f " + file,
                    e);
        }
    }

    private static KeyPair pairOf(PrivateKey key) throws GeneralSecurityException {
        return switch (key) {
            case ECPrivateKey ec -> {
                final var spec = new ECPublicKeySpec(multiply(ec), ec.getParams());
                yield new KeyPair(KeyFactory.getInstance("EC").generatePublic(spec), ec);
            }
            case RSAPrivateCrtKey rsa -> {
                final var spec = new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent());
                yield new KeyPair(KeyFactory.getInstance("RSA").generatePublic(spec), rsa);
            }
            default -> throw new GeneralSecurityException("a key of type " + key.getAlgorithm() + " will not do");
        };
    }

    private static ECPoint multiply(ECPrivateKey key) {
        final var parameters = EC5Util.convertSpec(key.getParams());
        final var point = parameters.getG().multiply(positive(key.getS())).normalize();
        return EC5Util.convertPoint(point);
    }

    private static BigInteger positive(BigInteger secret) {
        if (secret.signum() <= 0) {
            throw new IllegalArgumentException("no valid EC key");
        }
        return secret;
    }
}
