package org.qkdn.lkms.entropy;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.Optional;
import org.qkdn.lkms.store.KeyBytes;
import org.qkdn.node.tls.TlsFiles;
import org.qkdn.node.tls.TlsIdentity;

/** Where random bytes for keys come from. Safe for many threads; a draw may wait for a device. */
public interface EntropySource extends AutoCloseable {
    Draw draw(int bytes);

    /** Why it does not give what it was configured to give, for an operator; empty where it does. */
    String reason();

    /** Adds what there is to measure. */
    void register(MeterRegistry meters);

    @Override
    void close();

    /** The JDK's generator, mixed with a device's where one is configured. */
    static EntropySource of(Optional<EntropyConfiguration> device, TlsFiles own) throws IOException {
        if (device.isEmpty()) {
            return new Drbg();
        }
        var trusted =
                new TlsFiles(own.certificate(), own.key(), device.get().ca().orElse(own.ca()));
        return new Qrng(
                device.get(), TlsIdentity.load(trusted).jdkClient(device.get().commonName()));
    }

    /** Outcome of one draw. */
    sealed interface Draw {
        /** Full entropy; the caller closes the bytes. */
        record Drawn(KeyBytes bytes) implements Draw {}

        record Failed(String reason) implements Draw {}
    }
}
