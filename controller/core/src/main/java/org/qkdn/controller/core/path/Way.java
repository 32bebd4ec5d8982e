package org.qkdn.controller.core.path;

import java.util.Arrays;

/** A path by numbers: {@code links[i]} joins {@code nodes[i]} and {@code nodes[i + 1]}; its width is its worst link's quality. */
final class Way implements Graded {
    final int[] nodes;
    final int[] links;
    private final long width;

    Way(int[] nodes, int[] links, long width) {
        this.nodes = nodes;
        this.links = links;
        this.width = width;
    }

    @Override
    public int hops() {
        return links.length;
    }

    @Override
    public long width() {
        return width;
    }

    /** The first {@code hops} of this way, then another one, which begins where they end. */
    Way then(int hops, Way rest, long[] quality) {
        int[] allNodes = Arrays.copyOf(nodes, hops + rest.nodes.length);
        System.arraycopy(rest.nodes, 0, allNodes, hops, rest.nodes.length);
        int[] allLinks = Arrays.copyOf(links, hops + rest.links.length);
        System.arraycopy(rest.links, 0, allLinks, hops, rest.links.length);
        return new Way(allNodes, allLinks, Math.min(width(hops, quality), rest.width));
    }

    /** Width of the first {@code hops} links. */
    long width(int hops, long[] quality) {
        long narrowest = Long.MAX_VALUE;
        for (int i = 0; i < hops; i++) {
            narrowest = Math.min(narrowest, quality[links[i]]);
        }
        return narrowest;
    }

    /** Which of two of the same grade comes first. */
    int compareNames(Way other) {
        int hop = Arrays.mismatch(links, other.links);
        if (hop < 0 || hop == Math.min(links.length, other.links.length)) {
            return Integer.compare(links.length, other.links.length);
        }
        int byNode = Integer.compare(nodes[hop + 1], other.nodes[hop + 1]);
        return byNode != 0 ? byNode : Integer.compare(links[hop], other.links[hop]);
    }
}
