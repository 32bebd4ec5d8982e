package org.qkdn.controller.core.matching;

import java.util.Arrays;
import java.util.PriorityQueue;

/**
 * Vertices of the left side join one after the other, and each time the matching is the best of those that have joined. Prices of
 * vertices prove it: none is negative, the two ends of an edge cost at least its weight, those of a chosen edge just that, and
 * a vertex that is left over costs nothing. Dijkstra's search for the cheapest change, over what edges cost too much, keeps it
 * so (Mehlhorn and Näher, LEDA, 7.8).
 */
final class BipartiteMatching {
    private static final int NONE = -1;

    private final Graph graph;
    private final Sides sides;
    private final long[] price;
    private final int[] chosen;

    private final long[] distance;
    private final int[] cameBy;
    private final boolean[] settled;
    private final int[] touched;
    private int touchedCount;

    private record Reached(long distance, int vertex) implements Comparable<Reached> {
        @Override
        public int compareTo(Reached other) {
            int byDistance = Long.compare(distance, other.distance);
            return byDistance != 0 ? byDistance : Integer.compare(vertex, other.vertex);
        }
    }

    BipartiteMatching(Graph graph, Sides sides) {
        this.graph = graph;
        this.sides = sides;
        price = new long[graph.vertices()];
        chosen = new int[graph.vertices()];
        distance = new long[graph.vertices()];
        cameBy = new int[graph.vertices()];
        settled = new boolean[graph.vertices()];
        Arrays.fill(chosen, NONE);
        Arrays.fill(distance, Long.MAX_VALUE);
        touched = new int[graph.vertices()];
    }

    /** For each vertex the dart that leaves it to its partner, or -1. */
    int[] darts() {
        for (int vertex = 0; vertex < graph.vertices(); vertex++) {
            if (sides.isLeft(vertex)) {
                join(vertex);
            }
        }
        return chosen;
    }

    private void join(int start) {
        price[start] = opening(start);
        PriorityQueue<Reached> open = new PriorityQueue<>();
        touchedCount = 0;
        reach(start, 0, NONE);
        long end = price[start];
        int last = start;
        int left = start;
        while (true) {
            for (int i = graph.first(left); i < graph.first(left + 1); i++) {
                int dart = graph.dart(i);
                int right = graph.head(dart);
                long there = distance[left] + price[left] + price[right] - graph.weight(dart);
                if (there < end && there < distance[right]) {
                    reach(right, there, dart);
                    open.add(new Reached(there, right));
                }
            }
            Reached next = open.poll();
            while (next != null && settled[next.vertex()]) {
                next = open.poll();
            }
            if (next == null || next.distance() >= end) {
                break;
            }
            int right = next.vertex();
            settled[right] = true;
            if (chosen[right] == NONE) {
                end = next.distance();
                last = right;
                break;
            }
            left = graph.head(chosen[right]);
            reach(left, next.distance(), chosen[right]);
            if (next.distance() + price[left] < end) {
                end = next.distance() + price[left];
                last = left;
            }
        }
        reprice(end);
        flip(last);
    }

    private long opening(int start) {
        long opening = 0;
        for (int i = graph.first(start); i < graph.first(start + 1); i++) {
            int dart = graph.dart(i);
            opening = Math.max(opening, graph.weight(dart) - price[graph.head(dart)]);
        }
        return opening;
    }

    private void reach(int vertex, long there, int dart) {
        if (distance[vertex] == Long.MAX_VALUE) {
            touched[touchedCount++] = vertex;
        }
        distance[vertex] = there;
        cameBy[vertex] = dart;
    }

    /** Left vertices that were reached become cheaper, right ones dearer, by how much earlier than the end that was. */
    private void reprice(long end) {
        for (int i = 0; i < touchedCount; i++) {
            int vertex = touched[i];
            long change = Math.max(0, end - distance[vertex]);
            price[vertex] += sides.isLeft(vertex) ? -change : change;
            distance[vertex] = Long.MAX_VALUE;
            settled[vertex] = false;
        }
    }

    /** The way back from a vertex: what was chosen on it is no more, and the rest is. */
    private void flip(int last) {
        int vertex = last;
        if (sides.isLeft(vertex)) {
            int right = chosen[vertex] == NONE ? NONE : graph.head(chosen[vertex]);
            chosen[vertex] = NONE;
            if (right == NONE) {
                return;
            }
            vertex = right;
        }
        while (true) {
            int dart = cameBy[vertex];
            int left = graph.tail(dart);
            int before = chosen[left];
            chosen[vertex] = dart ^ 1;
            chosen[left] = dart;
            if (before == NONE) {
                return;
            }
            vertex = graph.head(before);
        }
    }
}
