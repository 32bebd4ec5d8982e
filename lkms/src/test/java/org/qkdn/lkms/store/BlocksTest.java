package org.qkdn.lkms.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BlocksTest {
    private static final StoreId STORE = StoreId.application("app");
    private static final int SIZE = 64;
    private static final int SEGMENTS = 3;

    @Test
    void answersAsIfBlocksHadNeverBeenReplaced() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var current = new ArrayList<Block>();
            var blocks = empty();
            for (int step = 0; step < 60; step++) {
                change(random, step, current, blocks);
                assertEquals(answers(filled(current)), answers(blocks), "seed " + seed + " step " + step);
            }
        }
    }

    private static void change(Random random, int step, List<Block> current, Blocks blocks) {
        int chosen = current.isEmpty() ? 0 : random.nextInt(current.size());
        switch (current.isEmpty() ? 0 : random.nextInt(4)) {
            case 0 -> {
                var owner = random.nextBoolean() ? Owner.OWN : Owner.PEER;
                var name = new Block.Name(STORE, new UUID(random.nextInt(3), step));
                var content = KeyBytes.owning(new byte[SIZE]);
                var none = UsedRanges.NONE;
                int home = random.nextInt(SEGMENTS);
                var block = new Block(step, home, name, owner, Origin.UNKNOWN, step, none, none, content);
                current.add(block);
                blocks.add(block);
            }
            case 1 -> blocks.remove(current.remove(chosen));
            case 2 -> {
                var block = current.get(chosen);
                block.used()
                        .with(random.nextInt(SIZE - 8), 1 + random.nextInt(8))
                        .ifPresent(next -> {
                            current.set(chosen, block.after(next));
                            blocks.replace(block, current.get(chosen));
                        });
            }
            default -> {
                var block = current.get(chosen);
                current.set(chosen, block.movedTo(random.nextInt(SEGMENTS)));
                blocks.replace(block, current.get(chosen));
            }
        }
    }

    private static Blocks empty() {
        var blocks = new Blocks();
        for (int segment = 0; segment < SEGMENTS; segment++) {
            blocks.homes().open(segment);
        }
        return blocks;
    }

    private static Blocks filled(List<Block> all) {
        var blocks = empty();
        all.forEach(blocks::add);
        return blocks;
    }

    /** Rows, numbers and ledgers of all questions that can be asked. */
    private static List<Object> answers(Blocks blocks) {
        var answers = new ArrayList<Object>();
        for (var owner : Owner.values()) {
            var shelf = blocks.shelf(STORE, owner);
            answers.addAll(List.of(shelf.remaining(), shelf.countWithRoom(40), shelf.pieces(7)));
            answers.add(shelf.pieces(7, BlockFilter.ANY));
            answers.add(states(shelf.oldestFor(9, 20, BlockFilter.ANY)));
            answers.add(states(shelf.fragments(50, 2)));
            answers.add(states(shelf.allButNewest(1)));
        }
        for (long high = 0; high < 3; high++) {
            // in no order of note
            answers.add(blocks.ofPeer(StoreId.Kind.APPLICATION, high).stream()
                    .map(BlocksTest::state)
                    .sorted()
                    .toList());
        }
        answers.add(blocks.stores());
        answers.add(blocks.homes().counts());
        answers.add(blocks.all().stream().map(BlocksTest::state).sorted().toList());
        return answers;
    }

    private static List<String> states(List<Block> blocks) {
        return blocks.stream().map(BlocksTest::state).toList();
    }

    private static String state(Block block) {
        return block.row() + " in " + block.home() + " used " + block.used();
    }
}
