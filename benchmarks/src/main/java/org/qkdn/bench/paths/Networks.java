package org.qkdn.bench.paths;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.qkdn.controller.core.model.KeyAssociationLinkId;
import org.qkdn.controller.core.model.NodeName;
import org.qkdn.controller.core.path.RelayLink;
import org.qkdn.controller.core.path.RelayNode;

/** Networks to search in, of a mean degree of 4, and always the same ones. */
enum Networks {
    /** A random tree and random links beside it: any two nodes are few hops apart. */
    RANDOM {
        @Override
        List<int[]> joins(int size, Random random) {
            List<int[]> joins = new ArrayList<>();
            for (int node = 1; node < size; node++) {
                joins.add(new int[] {node, random.nextInt(node)});
            }
            while (joins.size() < 2 * size) {
                int a = random.nextInt(size);
                int b = random.nextInt(size);
                if (a != b) {
                    joins.add(new int[] {a, b});
                }
            }
            return joins;
        }
    },
    /** A mesh of rows and columns, closed to a ring each, as fibre lies: many hops, and many ways of the same length. */
    MESH {
        @Override
        List<int[]> joins(int size, Random random) {
            List<int[]> joins = new ArrayList<>();
            int width = (int) Math.round(Math.sqrt(size));
            for (int node = 0; node < size; node++) {
                int right = node % width == width - 1 || node == size - 1 ? node - node % width : node + 1;
                int below = node + width < size ? node + width : node % width;
                if (right != node) {
                    joins.add(new int[] {node, right});
                }
                if (below != node) {
                    joins.add(new int[] {node, below});
                }
            }
            return joins;
        }
    };

    private static final List<String> MODELS = List.of("Alice One", "Bob Two", "Carol Three", "Dan Four");

    abstract List<int[]> joins(int size, Random random);

    /** Links of which some are too narrow, noisy, empty or of the wrong make, and nodes of which some are not trusted. */
    Sample sample(int size) {
        Random random = new Random(size);
        List<RelayNode> nodes = IntStream.range(0, size)
                .mapToObj(node -> new RelayNode(name(node), "", random.nextInt(40) == 0 ? 0 : 1 + random.nextInt(3)))
                .toList();
        List<RelayLink> links = new ArrayList<>();
        for (int[] join : joins(size, random)) {
            int capacity = 1000 + random.nextInt(9000);
            links.add(new RelayLink(
                    new KeyAssociationLinkId(new UUID(size, links.size())),
                    name(join[0]),
                    name(join[1]),
                    capacity,
                    random.nextInt(30) == 0 ? 100 : 500 + random.nextInt(capacity - 500),
                    Optional.of(random.nextInt(30) == 0 ? 90_000 : random.nextInt(50_000)),
                    Optional.of(random.nextInt(30) == 0 ? 0L : 1_000_000L + random.nextInt(1_000_000)),
                    Set.of(MODELS.get(random.nextInt(30) == 0 ? 3 : random.nextInt(3))),
                    Set.of()));
        }
        return new Sample(nodes, links);
    }

    record Sample(List<RelayNode> nodes, List<RelayLink> links) {}

    static NodeName name(int node) {
        return new NodeName("node-%05d".formatted(node));
    }
}
