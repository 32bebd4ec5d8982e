package org.qkdn.netconf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.qkdn.netconf.EditConfigTest.assertOk;
import static org.qkdn.netconf.EditConfigTest.link;
import static org.qkdn.netconf.EditConfigTest.node;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;

class ConfigChangeTest {
    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        server = TestServer.start(folder);
        client = server.connect();
        assertOk(client.edit("running", node("<id>n1</id>" + link("a", "<tag>x</tag>"))));
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void replaysTheFewestWrites() throws IOException {
        assertOk(client.edit(
                "running",
                node("<location>lab</location><links><link><id>a</id><label>l</label>"
                        + "<tag nc:operation=\"delete\">x</tag></link><link><id>b</id></link></links>")));
        assertEquals(
                List.of("delete tag", "put label", "put link", "put location"),
                writes(server.committed().getLast()));
    }

    @Test
    void anEditThatChangesNothingIsNotCommitted() throws IOException {
        final var before = server.committed().size();
        assertOk(client.edit("running", node(link("a", "<tag>x</tag>"))));
        assertEquals(before, server.committed().size());
    }

    @Test
    void theCandidateKeepsWhatOthersWriteToRunningMeanwhile() throws IOException {
        final var deletion = "<links><link nc:operation=\"delete\"><id>a</id></link></links>";
        assertOk(client.edit("candidate", node(deletion)));
        try (var other = server.connect()) {
            assertOk(other.edit("running", node("<location>lab</location>")));
        }
        assertOk(client.rpc("<commit/>"));
        final var config = client.getConfig("running");
        assertTrue(config.contains("<location>lab</location>"), config);
        assertFalse(config.contains("<link>"), config);
    }

    @Test
    void aComponentsOwnWritesPassTheSameChecksAndAreStored() throws Exception {
        final var location = YangInstanceIdentifier.of(TestServer.NODE).node(QName.create(TestServer.NODE, "location"));
        server.datastore()
                .write(
                        "agent",
                        tree -> tree.write(
                                location,
                                ImmutableNodes.leafNode(QName.create(TestServer.NODE, "location"), "cellar")));
        assertTrue(client.getConfig("running").contains("cellar"));
        assertTrue(server.configFile().contains("cellar"));
        assertEquals("agent", server.committed().getLast().user());
    }

    private static List<String> writes(ConfigChange change) {
        final var writes = new ArrayList<String>();
        change.replay(new ConfigChange.Sink() {
            @Override
            public void put(YangInstanceIdentifier path, NormalizedNode data) {
                writes.add("put " + path.getLastPathArgument().getNodeType().getLocalName());
            }

            @Override
            public void delete(YangInstanceIdentifier path) {
                writes.add("delete " + path.getLastPathArgument().getNodeType().getLocalName());
            }
        });
        return writes.stream().sorted().toList();
    }
}
