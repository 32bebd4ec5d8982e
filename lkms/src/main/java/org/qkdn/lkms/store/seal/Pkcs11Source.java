package org.qkdn.lkms.store.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.security.auth.login.LoginException;
import org.qkdn.lkms.store.StateException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An AES-256 key in a PKCS#11 token, which does the wrapping itself (CKM_AES_GCM): the key never leaves it. It is made
 * with the token's own tools.
 *
 * @param library the token's PKCS#11 library
 * @param slot the slot's number, as the token's tools tell it; absent: the first slot
 * @param label the key's label
 * @param pinFile the user PIN, on one line
 */
public record Pkcs11Source(Path library, Long slot, String label, Path pinFile) implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Source.class);

    public Pkcs11Source {
        require(library, "library", "the path of the token's PKCS#11 library");
        require(label, "label", "the label of the AES key in the token");
        require(pinFile, "pinFile", "a file with the token's user PIN");
    }

    @Override
    public KeyEncryptingKey open() throws StateException {
        if (!Files.exists(library)) {
            throw new StateException("PKCS#11 library " + library
                    + " does not exist: install the token's software, or name the right path");
        }
        var pin = Secret.read(pinFile);
        try {
            var provider = Security.getProvider("SunPKCS11").configure("--" + description());
            var store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, pin);
            if (!(store.getKey(label, null) instanceof SecretKey key)) {
                throw new StateException(name() + " has no secret key of this label: make it with the token's tools, as"
                        + " docs/key-store.md shows");
            }
            return new AesGcmKey(
                    name(),
                    key,
                    transformation -> Cipher.getInstance(transformation, provider),
                    () -> logOut(provider));
        } catch (StateException e) {
            throw e;
        } catch (IOException | GeneralSecurityException | ProviderException e) {
            throw new StateException(
                    name() + " cannot be opened (" + reason(e)
                            + "): look at slot and PIN, and whether the token is there",
                    e);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    /** Never makes one: a key that is made in passing is one that nobody has a backup of. */
    @Override
    public KeyEncryptingKey openOrMake() throws StateException {
        return open();
    }

    private String description() {
        var where = Optional.ofNullable(slot).map(number -> "slot=" + number).orElse("slotListIndex=0");
        return "name=qkdn\nlibrary=" + library + "\n" + where + "\n";
    }

    private String name() {
        return "PKCS#11 token of " + library + ", " + (slot == null ? "first slot" : "slot " + slot) + ", key '" + label
                + "'";
    }

    private static String reason(Throwable e) {
        var cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    private static void logOut(Provider provider) {
        try {
            if (provider instanceof AuthProvider token) {
                token.logout();
            }
        } catch (LoginException | ProviderException e) {
            LOG.debug("leaving a token: {}", e.getMessage());
        }
    }

    @Override
    public Pkcs11Source relativeTo(Path directory) {
        return new Pkcs11Source(directory.resolve(library), slot, label, directory.resolve(pinFile));
    }

    private static void require(Object value, String name, String remedy) {
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing: give " + remedy);
        }
    }
}
