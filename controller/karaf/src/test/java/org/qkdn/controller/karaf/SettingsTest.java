package org.qkdn.controller.karaf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.qkdn.controller.northbound.NmsRole;
import org.qkdn.controller.northbound.NmsUser;
import org.qkdn.controller.northbound.restconf.Operator;
import org.qkdn.controller.northbound.restconf.Role;

class SettingsTest {
    private static final Path SHIPPED =
            Path.of("../../karaf-features/distribution/src/main/resources/etc/org.qkdn.controller.cfg");

    private final Map<String, Object> entries = new HashMap<>();

    @BeforeEach
    void readTheFileThatIsShipped() throws IOException {
        var shipped = new Properties();
        try (var text = Files.newBufferedReader(SHIPPED)) {
            shipped.load(text);
        }
        shipped.forEach((name, value) -> entries.put(name.toString(), value));
        entries.put("service.pid", "org.qkdn.controller");
        entries.put("felix.fileinstall.filename", "file:/x");
    }

    private void assertRefused(String message) {
        assertEquals(
                "etc/org.qkdn.controller.cfg: " + message,
                assertThrows(IllegalArgumentException.class, () -> Settings.of(entries))
                        .getMessage());
    }

    @Test
    void theShippedFileIsCompleteAndLetsNobodyIn() {
        var settings = Settings.of(entries);
        assertEquals(List.of(), settings.restconf().operators());
        assertEquals(List.of(), settings.nms().users());
        assertEquals(Map.of(), settings.devices().passwords());
        assertEquals(Optional.empty(), settings.recording());
    }

    @Test
    void listsAreSeparatedByCommasAndTheirPartsByBlanks() {
        entries.put("operators", "alice operator,  monitoring  viewer,");
        entries.put("netconf.users", "nms recovery /keys/nms.pub");
        entries.put("ssh.credentials", "lab /keys/lab.pem, field /keys/field.pem");
        var settings = Settings.of(entries);
        assertEquals(
                List.of(new Operator("alice", Role.OPERATOR), new Operator("monitoring", Role.VIEWER)),
                settings.restconf().operators());
        assertEquals(
                List.of(new NmsUser("nms", Path.of("/keys/nms.pub"), NmsRole.RECOVERY)),
                settings.nms().users());
        assertEquals(Optional.of(Path.of("/keys/field.pem")), settings.devices().privateKey("field"));
    }

    @Test
    void aPortThatIsNoneIsNamed() {
        entries.put("restconf.port", "99999");
        assertRefused("restconf.port: '99999' is no port; give a number from 0 to 65535");
        entries.put("restconf.port", "https");
        assertRefused("restconf.port: 'https' is no port; give a number from 0 to 65535");
    }

    @Test
    void aMissingEntryAndOneTooManyAreNamed() {
        entries.remove("tls.ca");
        assertRefused("tls.ca: this entry is missing");
        entries.put("tls.ca", "/ca.pem");
        entries.put("colour", "red");
        assertRefused("colour: there is no such entry; remove it");
    }

    @Test
    void whoIsGivenTwiceOrWithoutARoleIsNamed() {
        entries.put("operators", "alice operator, alice viewer");
        assertRefused("operators: 'alice' is given more than once; give it once");
        entries.put("operators", "alice");
        assertRefused("operators: 'alice' is not of the form COMMON-NAME ROLE");
        entries.put("operators", "alice owner");
        assertRefused("operators: 'owner' is no role; use one of viewer, operator");
    }
}
