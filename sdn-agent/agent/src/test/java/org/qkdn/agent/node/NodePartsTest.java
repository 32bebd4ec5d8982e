package org.qkdn.agent.node;

import static org.qkdn.agent.fixture.Sites.A;
import static org.qkdn.agent.fixture.Sites.B;
import static org.qkdn.agent.fixture.Sites.TO_A;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.qkdn.agent.desired.NodeConfiguration;
import org.qkdn.agent.desired.Role;
import org.qkdn.agent.fixture.Configurations;
import org.qkdn.agent.fixture.Eventually;
import org.qkdn.agent.fixture.FakeNode;
import org.qkdn.agent.fixture.Sites;
import org.qkdn.agent.fixture.TestPki;
import org.qkdn.agent.plan.ForwardingPlan;
import org.qkdn.agent.plan.KeyStorePlan;
import org.qkdn.agent.plan.ModulePlan;
import org.qkdn.node.tls.TlsIdentity;
import org.qkdn.node.v1.ModuleDescription;
import org.qkdn.node.v1.ModuleState;

class NodePartsTest {
    private static final NodeConfiguration LINKED = Sites.node(List.of(Sites.phys(TO_A, B, 1, A)), List.of());

    @TempDir
    Path directory;

    private final KeyStorePlan plan = new KeyStorePlan(Set.of("sae-b"));
    private final AtomicReference<NodeSnapshot> heard = new AtomicReference<>(NodeSnapshot.silent(List.of(1, 2)));
    private final Map<Integer, ModuleDescription> described = new ConcurrentHashMap<>();
    private final Loop loop = new Loop("test");
    private TestPki pki;
    private FakeNode fakes;
    private NodeParts parts;

    @BeforeEach
    void start() throws Exception {
        pki = new TestPki(directory);
        fakes = new FakeNode(pki, "B");
        parts = parts("agent-B");
        open();
    }

    private NodeParts parts(String name) throws Exception {
        var identity = pki.issue(name);
        var key = pki.sshKey("any");
        return new NodeParts(
                Configurations.of(fakes, identity, key, key, directory), TlsIdentity.load(identity), plan, loop);
    }

    private void open() {
        loop.execute(() -> parts.open(new NodeParts.Listener() {
            @Override
            public void changed(NodeSnapshot snapshot) {
                heard.set(snapshot);
            }

            @Override
            public void described(int interfaceId, ModuleDescription description) {
                described.put(interfaceId, description);
            }
        }));
    }

    @AfterEach
    void stop() {
        loop.close();
        parts.close();
        fakes.close();
    }

    @Test
    void modulesDescribeThemselves() {
        Eventually.equal(2, described::size);
        Eventually.equal(
                Role.TRANSCEIVER,
                () -> Inventory.module(2, described.get(2)).role().orElseThrow());
    }

    @Test
    void eachPartIsToldItsShare() {
        want(LINKED);
        Eventually.equal(Optional.of(ModulePlan.channel(LINKED, 1)), fakes.module(1)::lastTold);
        Eventually.equal(Optional.of(ModulePlan.channel(LINKED, 2)), fakes.module(2)::lastTold);
        Eventually.equal(Optional.of(plan.stores(LINKED, Instant.EPOCH)), fakes.lkms()::lastTold);
        Eventually.equal(Optional.of(ForwardingPlan.table(LINKED)), fakes.forwarding()::lastTold);
    }

    @Test
    void changesOfStateAreHeard() {
        fakes.module(1).report(state -> state.toBuilder().setSkrBps(77).build());
        Eventually.equal(Optional.of(77L), () -> module(1).map(ModuleState::getSkrBps));
    }

    @Test
    void partThatDiesIsUnreachableAndIsToldEverythingWhenItIsBack() throws Exception {
        want(LINKED);
        Eventually.equal(Optional.of(ModulePlan.channel(LINKED, 1)), fakes.module(1)::lastTold);
        fakes.module(1).kill();
        Eventually.equal(Optional.empty(), () -> module(1));
        fakes.module(1).start();
        Eventually.equal(Optional.of(ModulePlan.channel(LINKED, 1)), fakes.module(1)::lastTold);
        Eventually.satisfies(() -> module(1), Optional::isPresent);
    }

    @Test
    void partOfAnotherNodesAgentStaysUnreachableWithTheReason() throws Exception {
        parts.close();
        parts = parts("agent-C");
        open();
        Eventually.satisfies(() -> heard.get().keyStores().trouble(), trouble -> trouble.filter(
                        text -> text.contains("agent-C may not call"))
                .isPresent());
    }

    private void want(NodeConfiguration configuration) {
        loop.execute(() -> parts.want(configuration, Instant.EPOCH));
    }

    private Optional<ModuleState> module(int id) {
        return heard.get().modules().get(id).latest();
    }
}
