package org.qkdn.controller.core.matching;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * What vertices and blossoms cost while a search goes on. From when an outermost blossom has a label its vertices' prices change
 * by one in each unit of time, and its own the other way by two, until it is settled.
 */
final class Prices {
    /** Whether the search's tree has reached a blossom, and after an even or an odd number of edges. */
    enum Label {
        OUTSIDE,
        /** Its vertices become cheaper. */
        EVEN,
        /** Its vertices become dearer. */
        ODD
    }

    private final Graph graph;
    private final Blossoms blossoms;
    private final long[] vertexPrice;
    private final long[] vertexSince;
    private final long[] blossomPrice;
    private final long[] blossomSince;
    private final Label[] label;
    private long now;

    Prices(Graph graph, Blossoms blossoms) {
        this.graph = graph;
        this.blossoms = blossoms;
        vertexPrice = new long[graph.vertices()];
        vertexSince = new long[graph.vertices()];
        blossomPrice = new long[blossoms.capacity()];
        blossomSince = new long[blossoms.capacity()];
        label = new Label[blossoms.capacity()];
        Arrays.fill(label, Label.OUTSIDE);
    }

    void open(int vertex, long price) {
        now = 0;
        vertexPrice[vertex] = price;
    }

    long now() {
        return now;
    }

    void advance(long time) {
        now = time;
    }

    /** Of an outermost blossom. */
    Label label(int blossom) {
        return label[blossom];
    }

    long of(int vertex) {
        return vertexPrice[vertex] + perUnit(label[blossoms.outermost(vertex)]) * (now - vertexSince[vertex]);
    }

    /** Of an outermost blossom. */
    long ofBlossom(int blossom) {
        return blossomPrice[blossom] - 2 * perUnit(label[blossom]) * (now - blossomSince[blossom]);
    }

    private static long perUnit(Label label) {
        return switch (label) {
            case OUTSIDE -> 0;
            case EVEN -> -1;
            case ODD -> 1;
        };
    }

    /** By how much the ends of an edge between two outermost blossoms cost too much for it to be chosen. */
    long slack(int dart) {
        return of(graph.tail(dart)) + of(graph.head(dart)) - 2 * graph.weight(dart);
    }

    /** Ends what the label did and begins with a new one. */
    void relabel(int blossom, Label next) {
        blossoms.forEachVertex(blossom, settleVertex(blossom));
        if (!blossoms.isVertex(blossom)) {
            blossomPrice[blossom] = ofBlossom(blossom);
            blossomSince[blossom] = now;
        }
        label[blossom] = next;
    }

    private IntConsumer settleVertex(int blossom) {
        long perUnit = perUnit(label[blossom]);
        return vertex -> {
            vertexPrice[vertex] += perUnit * (now - vertexSince[vertex]);
            vertexSince[vertex] = now;
        };
    }

    /** A blossom just shrunk, of blossoms relabelled {@link Label#OUTSIDE} before. */
    void begin(int blossom, Label first) {
        blossomPrice[blossom] = 0;
        blossomSince[blossom] = now;
        label[blossom] = first;
    }
}
