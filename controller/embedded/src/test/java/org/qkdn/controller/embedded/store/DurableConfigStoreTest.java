package org.qkdn.controller.embedded.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.io.CharSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opendaylight.mdsal.dom.spi.store.DOMStoreWriteTransaction;
import org.opendaylight.yangtools.yang.common.QName;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifier;
import org.opendaylight.yangtools.yang.data.api.YangInstanceIdentifier.NodeIdentifierWithPredicates;
import org.opendaylight.yangtools.yang.data.api.schema.LeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.MapEntryNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNode;
import org.opendaylight.yangtools.yang.data.api.schema.NormalizedNodeContainer;
import org.opendaylight.yangtools.yang.data.api.schema.UserLeafSetNode;
import org.opendaylight.yangtools.yang.data.api.schema.UserMapNode;
import org.opendaylight.yangtools.yang.data.spi.node.ImmutableNodes;
import org.opendaylight.yangtools.yang.model.api.EffectiveModelContext;
import org.opendaylight.yangtools.yang.model.api.source.SourceIdentifier;
import org.opendaylight.yangtools.yang.model.spi.source.DelegatedYangTextSource;
import org.opendaylight.yangtools.yang.parser.api.YangParserConfiguration;
import org.opendaylight.yangtools.yang.parser.impl.DefaultYangParserFactory;

/** What a store holds after a random history, and after it was opened again. */
class DurableConfigStoreTest {
    private static final String YANG = """
            module thing {
              namespace "urn:thing";
              prefix t;
              container top {
                list entry {
                  key "name";
                  leaf name { type string; }
                  leaf value { type uint32; }
                  container inner { leaf value { type uint32; } }
                  leaf-list way { ordered-by user; type string; }
                }
                list step {
                  ordered-by user;
                  key "name";
                  leaf name { type string; }
                  leaf value { type uint32; }
                }
              }
            }
            """;
    private static final QName TOP = QName.create("urn:thing", "top");
    private static final YangInstanceIdentifier ROOT = YangInstanceIdentifier.of(TOP);
    private static EffectiveModelContext models;

    @TempDir
    Path state;

    @BeforeAll
    static void parse() throws Exception {
        models = new DefaultYangParserFactory()
                .createParser(YangParserConfiguration.DEFAULT)
                .addSource(new DelegatedYangTextSource(new SourceIdentifier("thing"), CharSource.wrap(YANG)))
                .buildEffectiveModel();
    }

    static long[] seeds() {
        return new Random().longs(20).toArray();
    }

    private static QName name(String local) {
        return QName.create(TOP, local);
    }

    private static YangInstanceIdentifier list(String name) {
        return ROOT.node(name(name));
    }

    private static NodeIdentifierWithPredicates key(String list, int number) {
        return NodeIdentifierWithPredicates.of(name(list), name("name"), "n" + number);
    }

    private static LeafSetNode<?> way(Random random) {
        var way = ImmutableNodes.<String>newUserLeafSetBuilder().withNodeIdentifier(new NodeIdentifier(name("way")));
        IntStream.generate(() -> random.nextInt(5))
                .distinct()
                .limit(3)
                .forEach(span -> way.withChild(ImmutableNodes.leafSetEntry(name("way"), "span-" + span)));
        return way.build();
    }

    private static MapEntryNode entry(Random random, int number) {
        return ImmutableNodes.newMapEntryBuilder()
                .withNodeIdentifier(key("entry", number))
                .withChild(ImmutableNodes.leafNode(name("name"), "n" + number))
                .withChild(ImmutableNodes.newContainerBuilder()
                        .withNodeIdentifier(new NodeIdentifier(name("inner")))
                        .withChild(ImmutableNodes.leafNode(name("value"), random.nextInt(3)))
                        .build())
                .withChild(way(random))
                .build();
    }

    private static MapEntryNode step(Random random, int number) {
        return ImmutableNodes.newMapEntryBuilder()
                .withNodeIdentifier(key("step", number))
                .withChild(ImmutableNodes.leafNode(name("name"), "n" + number))
                .withChild(ImmutableNodes.leafNode(name("value"), random.nextInt(3)))
                .build();
    }

    private static void change(Random random, DOMStoreWriteTransaction transaction) {
        int number = random.nextInt(4);
        var entry = list("entry").node(key("entry", number));
        switch (random.nextInt(9)) {
            case 0 -> transaction.delete(entry);
            case 1 -> transaction.delete(list("step").node(key("step", number)));
            case 2 -> transaction.delete(random.nextInt(6) == 0 ? ROOT : list("step"));
            case 3 -> transaction.merge(entry, entry(random, number));
            case 4 -> {
                transaction.merge(entry, entry(random, number));
                transaction.write(entry.node(name("way")), way(random));
            }
            case 5 -> transaction.merge(list("step").node(key("step", number)), step(random, number));
            case 6 -> {
                var steps = ImmutableNodes.newUserMapBuilder().withNodeIdentifier(new NodeIdentifier(name("step")));
                IntStream.generate(() -> random.nextInt(5))
                        .distinct()
                        .limit(4)
                        .forEach(each -> steps.withChild(step(random, each)));
                transaction.write(list("step"), steps.build());
            }
            case 7 -> transaction.write(entry, entry(random, number));
            default -> {
                transaction.merge(entry, entry(random, number));
                transaction.delete(entry.node(name("inner")));
            }
        }
    }

    private static void commit(DurableConfigStore store, Random random) throws Exception {
        var transaction = store.newWriteOnlyTransaction();
        transaction.merge(
                ROOT,
                ImmutableNodes.newContainerBuilder()
                        .withNodeIdentifier(new NodeIdentifier(TOP))
                        .build());
        transaction.merge(
                list("entry"),
                ImmutableNodes.newSystemMapBuilder()
                        .withNodeIdentifier(new NodeIdentifier(name("entry")))
                        .build());
        transaction.merge(
                list("step"),
                ImmutableNodes.newUserMapBuilder()
                        .withNodeIdentifier(new NodeIdentifier(name("step")))
                        .build());
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            change(random, transaction);
        }
        var cohort = transaction.ready();
        assertTrue(cohort.canCommit().get());
        cohort.preCommit().get();
        cohort.commit().get();
    }

    private static String tree(DurableConfigStore store) {
        return text(store.takeSnapshot().readNode(YangInstanceIdentifier.of()).orElseThrow());
    }

    /** Tells the order of entries where it is the user's, and only there. */
    private static String text(NormalizedNode node) {
        if (!(node instanceof NormalizedNodeContainer<?> container)) {
            return node.name() + "=" + node.body();
        }
        var children = container.body().stream().map(child -> text((NormalizedNode) child));
        var ordered = node instanceof UserMapNode || node instanceof UserLeafSetNode<?>;
        return (ordered ? children : children.sorted()).collect(Collectors.joining(", ", node.name() + "{", "}"));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void readsBackExactlyWhatItHeld(long seed) throws Exception {
        var random = new Random(seed);
        for (int round = 0; round < 4; round++) {
            String before;
            try (var store = open()) {
                for (int commits = random.nextInt(8); commits >= 0; commits--) {
                    commit(store, random);
                }
                before = tree(store);
            }
            try (var store = open()) {
                assertEquals(before, tree(store), "seed " + seed + ", round " + round);
            }
        }
    }

    private DurableConfigStore open() throws IOException {
        return DurableConfigStore.open(state, models, Runnable::run, 2_000);
    }

    @Test
    void writesNothingForATransactionThatChangesNothing() throws Exception {
        try (var store = open()) {
            long length = Files.size(state.resolve("config-0.journal"));
            var cohort = store.newWriteOnlyTransaction().ready();
            assertTrue(cohort.canCommit().get());
            cohort.commit().get();
            assertEquals(length, Files.size(state.resolve("config-0.journal")));
        }
    }
}
