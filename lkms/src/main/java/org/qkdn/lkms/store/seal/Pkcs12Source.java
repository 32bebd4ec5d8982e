package org.qkdn.lkms.store.seal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.qkdn.lkms.store.StateException;
import org.qkdn.lkms.store.log.DurableFile;

/**
 * A PKCS#12 file with an AES-256 key.
 *
 * @param file made where it is not there, and is to be
 * @param passwordFile its password, on one line; made with it
 * @param label the key's name in the file
 */
public record Pkcs12Source(Path file, Path passwordFile, String label) implements KeySource {
    private static final int KEY_BYTES = 32;
    private static final int PASSWORD_BYTES = 24;

    public Pkcs12Source {
        if (file == null) {
            throw new IllegalArgumentException("'file' is missing: give the PKCS#12 file of the key-encrypting key");
        }
        passwordFile = passwordFile == null ? file.resolveSibling("kek.password") : passwordFile;
        label = label == null ? "kek" : label;
    }

    /** Where it is when nothing else is configured. */
    public static Pkcs12Source in(Path stateDirectory) {
        return new Pkcs12Source(stateDirectory.resolve("kek.p12"), null, null);
    }

    @Override
    public KeyEncryptingKey open() throws StateException {
        var password = Secret.read(passwordFile);
        try {
            Secret.requirePrivate(file);
            var store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password);
            if (!(store.getKey(label, password) instanceof SecretKey key)
                    || !key.getAlgorithm().startsWith("AES")
                    || key.getEncoded().length != KEY_BYTES) {
                throw new StateException(
                        file + " holds no AES key of 256 bit named '" + label + "': set 'label' to the right one");
            }
            return new AesGcmKey(file.toString(), key, Cipher::getInstance, () -> {});
        } catch (StateException e) {
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            // the reasons of the JDK never quote the password, but there may be none
            throw new StateException(
                    file + " cannot be opened (" + e.getMessage() + "): look whether " + passwordFile
                            + " is its password, or restore the file from a backup",
                    e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    @Override
    public KeyEncryptingKey openOrMake() throws StateException {
        if (!Files.exists(file)) {
            make();
        }
        return open();
    }

    /** The same file under the name that its successor has until it takes its place. */
    public Pkcs12Source successor() {
        return new Pkcs12Source(file.resolveSibling(file.getFileName() + ".new"), passwordFile, label);
    }

    /** Makes a new key. */
    public void make() throws StateException {
        var bytes = new byte[KEY_BYTES];
        var password = new char[0];
        try {
            if (!Files.exists(passwordFile)) {
                makePassword();
            }
            password = Secret.read(passwordFile);
            new SecureRandom().nextBytes(bytes);
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setEntry(
                    label,
                    new KeyStore.SecretKeyEntry(new SecretKeySpec(bytes, "AES")),
                    new KeyStore.PasswordProtection(password));
            var out = new ByteArrayOutputStream();
            store.store(out, password);
            DurableFile.create(file, out.toByteArray());
        } catch (StateException e) {
            throw e;
        } catch (IOException | GeneralSecurityException e) {
            throw new StateException(file + " cannot be made: " + e.getMessage(), e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            Arrays.fill(password, '\0');
        }
    }

    private void makePassword() throws IOException {
        var random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        var text = Base64.getUrlEncoder().withoutPadding().encode(random);
        DurableFile.create(passwordFile, text);
        Arrays.fill(random, (byte) 0);
        Arrays.fill(text, (byte) 0);
    }

    @Override
    public Pkcs12Source relativeTo(Path directory) {
        return new Pkcs12Source(directory.resolve(file), directory.resolve(passwordFile), label);
    }
}
