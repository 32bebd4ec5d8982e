package org.qkdn.controller.core.matching;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Vertices in two sides with no edge within a side. */
final class Sides {
    private final boolean[] left;

    private Sides(boolean[] left) {
        this.left = left;
    }

    boolean isLeft(int vertex) {
        return left[vertex];
    }

    /** Empty where there is a cycle of odd length. */
    static Optional<Sides> of(Graph graph) {
        boolean[] isLeft = new boolean[graph.vertices()];
        boolean[] seen = new boolean[graph.vertices()];
        Deque<Integer> open = new ArrayDeque<>();
        for (int start = 0; start < graph.vertices(); start++) {
            if (seen[start]) {
                continue;
            }
            seen[start] = true;
            isLeft[start] = true;
            open.add(start);
            while (!open.isEmpty()) {
                int vertex = open.remove();
                for (int i = graph.first(vertex); i < graph.first(vertex + 1); i++) {
                    int other = graph.head(graph.dart(i));
                    if (!seen[other]) {
                        seen[other] = true;
                        isLeft[other] = !isLeft[vertex];
                        open.add(other);
                    } else if (isLeft[other] == isLeft[vertex]) {
                        return Optional.empty();
                    }
                }
            }
        }
        return Optional.of(new Sides(isLeft));
    }
}
