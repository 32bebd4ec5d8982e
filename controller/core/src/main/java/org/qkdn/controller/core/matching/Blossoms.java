package org.qkdn.controller.core.matching;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * The matching, and the odd cycles of it that a search has shrunk to one vertex each. A blossom is a cycle of an odd number of
 * vertices or smaller blossoms, its children: all but the first are matched in pairs, the second with the third and so on,
 * and the first holds the base, the one vertex that may be matched to the outside. Numbers below that of vertices are vertices,
 * which are blossoms too.
 */
final class Blossoms {
    static final int NONE = -1;

    private final Graph graph;
    private final int vertices;
    private final int[] matched;
    private final int[] outermost;
    private final int[] parent;
    private final int[] base;
    private final int[][] children;
    private final int[][] joins;
    private final Deque<Integer> spare = new ArrayDeque<>();

    Blossoms(Graph graph) {
        this.graph = graph;
        vertices = graph.vertices();
        matched = new int[vertices];
        outermost = new int[vertices];
        Arrays.fill(matched, NONE);
        Arrays.setAll(outermost, vertex -> vertex);
        int numbers = capacity();
        parent = new int[numbers];
        base = new int[numbers];
        children = new int[numbers][];
        joins = new int[numbers][];
        Arrays.fill(parent, NONE);
        Arrays.setAll(base, vertex -> vertex);
        for (int blossom = vertices; blossom < numbers; blossom++) {
            spare.add(blossom);
        }
    }

    /** Blossoms lie within each other or apart, so there are fewer than half as many as vertices. */
    int capacity() {
        return vertices + vertices / 2 + 1;
    }

    boolean isVertex(int blossom) {
        return blossom < vertices;
    }

    /** The dart from a vertex to the one it is matched with. */
    int matched(int vertex) {
        return matched[vertex];
    }

    int[] matched() {
        return matched;
    }

    void match(int dart) {
        matched[graph.tail(dart)] = dart;
        matched[graph.head(dart)] = dart ^ 1;
    }

    void leaveOut(int vertex) {
        matched[vertex] = NONE;
    }

    /** The blossom that a vertex is in and that is in no other. */
    int outermost(int vertex) {
        return outermost[vertex];
    }

    int base(int blossom) {
        return base[blossom];
    }

    int[] children(int blossom) {
        return children[blossom];
    }

    /** The dart from the child of this place in the cycle to the next. */
    int join(int blossom, int place) {
        return joins[blossom][place];
    }

    void forEachVertex(int blossom, IntConsumer action) {
        if (isVertex(blossom)) {
            action.accept(blossom);
            return;
        }
        for (int child : children[blossom]) {
            forEachVertex(child, action);
        }
    }

    /**
     * @param cycle outermost blossoms, the one with the base first
     * @param darts from each to the next, and from the last to the first
     */
    int shrink(int[] cycle, int[] darts) {
        int blossom = spare.pop();
        children[blossom] = cycle;
        joins[blossom] = darts;
        base[blossom] = base[cycle[0]];
        for (int child : cycle) {
            parent[child] = blossom;
        }
        forEachVertex(blossom, vertex -> outermost[vertex] = blossom);
        return blossom;
    }

    /** An outermost blossom falls into its children. */
    void expand(int blossom) {
        for (int child : children[blossom]) {
            parent[child] = NONE;
            forEachVertex(child, vertex -> outermost[vertex] = child);
        }
        spare.push(blossom);
    }

    /** The place in the cycle of the child that a vertex is in. */
    int place(int blossom, int vertex) {
        int child = vertex;
        while (parent[child] != blossom) {
            child = parent[child];
        }
        int place = 0;
        while (children[blossom][place] != child) {
            place++;
        }
        return place;
    }

    /** Matches a blossom within itself so that this vertex is its base. */
    void rebase(int blossom, int vertex) {
        if (base[blossom] == vertex) {
            return;
        }
        int place = place(blossom, vertex);
        children[blossom] = rotated(children[blossom], place);
        joins[blossom] = rotated(joins[blossom], place);
        base[blossom] = vertex;
        int[] cycle = children[blossom];
        rebase(cycle[0], vertex);
        for (int i = 1; i < cycle.length; i += 2) {
            int dart = joins[blossom][i];
            rebase(cycle[i], graph.tail(dart));
            rebase(cycle[i + 1], graph.head(dart));
            match(dart);
        }
    }

    private static int[] rotated(int[] ring, int start) {
        int[] rotated = new int[ring.length];
        System.arraycopy(ring, start, rotated, 0, ring.length - start);
        System.arraycopy(ring, 0, rotated, ring.length - start, start);
        return rotated;
    }
}
