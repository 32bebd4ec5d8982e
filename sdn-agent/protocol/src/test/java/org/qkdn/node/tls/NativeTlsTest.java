package org.qkdn.node.tls;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.ssl.OpenSsl;
import org.junit.jupiter.api.Test;

class NativeTlsTest {
    @Test
    void nativeTlsIsThereOnLinuxWithTheCommonProcessors() {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "native TLS comes for Linux only");
        assertTrue(OpenSsl.isAvailable(), () -> String.valueOf(OpenSsl.unavailabilityCause()));
    }
}
