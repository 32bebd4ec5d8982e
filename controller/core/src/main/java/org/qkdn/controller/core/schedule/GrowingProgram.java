package org.qkdn.controller.core.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A linear program that gains columns while it is solved: the most of {@code cost x} with {@code A x <= b} and {@code x >= 0}, by the revised
 * simplex method with devex pricing (Harris 1973). A new column is tried from where the last solution stands; libraries begin anew each time, and there are
 * hundreds of columns. Rounding errors cost optimality, not feasibility: whoever asks checks both.
 */
final class GrowingProgram {
    private static final double TINY = 1e-9;
    private static final double FAR = 1e7;
    private static final int NONE = -1;
    private static final int NOTHING = Integer.MAX_VALUE;

    private final int rows;
    /** The inverse of the basis, and what is left of each row. */
    private final double[][] inverse;

    private final double[] left;
    private final double[] prices;
    /** The column of each row in the basis; one's own slack is {@code ~row}. */
    private final int[] basis;

    private final boolean[] slackInBasis;
    private final double[] slackReach;
    private final List<Column> columns = new ArrayList<>();

    private static final class Column {
        private final double cost;
        private final int[] rows;
        private final double[] uses;
        /** About how far, squared, the solution moves by a unit of this column. */
        private double reach = 1;

        private Column(double cost, Map<Integer, Double> uses) {
            this.cost = cost;
            rows = uses.keySet().stream().mapToInt(row -> row).toArray();
            this.uses = uses.values().stream().mapToDouble(each -> each).toArray();
        }

        private double times(double[] row) {
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                sum += row[rows[i]] * uses[i];
            }
            return sum;
        }
    }

    /** @param limits b, all positive */
    GrowingProgram(double[] limits) {
        rows = limits.length;
        inverse = new double[rows][rows];
        left = limits.clone();
        prices = new double[rows];
        basis = new int[rows];
        slackInBasis = new boolean[rows];
        Arrays.fill(slackInBasis, true);
        slackReach = new double[rows];
        Arrays.fill(slackReach, 1);
        for (int row = 0; row < rows; row++) {
            inverse[row][row] = 1;
            basis[row] = ~row;
        }
    }

    /** @param uses how much of which rows */
    void add(double cost, Map<Integer, Double> uses) {
        columns.add(new Column(cost, uses));
    }

    /** Until no column pays, or for this many steps. */
    void solve(int mostSteps) {
        for (int step = 0; step < mostSteps; step++) {
            int entering = mostPaying();
            if (entering == NOTHING || !enter(entering)) {
                return;
            }
        }
    }

    /** What a unit more of each limit would bring. */
    double[] prices() {
        return prices.clone();
    }

    double[] values() {
        double[] values = new double[columns.size()];
        for (int row = 0; row < rows; row++) {
            if (basis[row] >= 0) {
                values[basis[row]] = Math.max(0, left[row]);
            }
        }
        return values;
    }

    /** For what it moves. */
    private int mostPaying() {
        int best = NOTHING;
        double most = 0;
        for (int row = 0; row < rows; row++) {
            double gain = -prices[row];
            if (!slackInBasis[row] && gain > TINY && gain * gain > most * slackReach[row]) {
                most = gain * gain / slackReach[row];
                best = ~row;
            }
        }
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            double gain = column.cost - column.times(prices);
            if (gain > TINY && gain * gain > most * column.reach) {
                most = gain * gain / column.reach;
                best = i;
            }
        }
        return best;
    }

    private boolean enter(int entering) {
        double[] direction = direction(entering);
        int leaving = NONE;
        double furthest = Double.POSITIVE_INFINITY;
        for (int row = 0; row < rows; row++) {
            if (direction[row] > TINY) {
                double ratio = Math.max(0, left[row]) / direction[row];
                if (ratio < furthest - TINY * TINY
                        || (ratio <= furthest + TINY * TINY && direction[row] > direction[leaving])) {
                    furthest = ratio;
                    leaving = row;
                }
            }
        }
        if (leaving == NONE) {
            return false;
        }
        double gain = entering < 0
                ? -prices[~entering]
                : columns.get(entering).cost - columns.get(entering).times(prices);
        reachOn(entering, leaving, direction[leaving]);
        pivot(leaving, direction, gain);
        if (basis[leaving] < 0) {
            slackInBasis[~basis[leaving]] = false;
        }
        basis[leaving] = entering;
        if (entering < 0) {
            slackInBasis[~entering] = true;
        }
        return true;
    }

    private double[] direction(int entering) {
        double[] direction = new double[rows];
        for (int row = 0; row < rows; row++) {
            direction[row] = entering < 0
                    ? inverse[row][~entering]
                    : columns.get(entering).times(inverse[row]);
        }
        return direction;
    }

    /** How far each column reaches once this one is in the basis; begun anew when the figures are far off. */
    private void reachOn(int entering, int leaving, double pivot) {
        double[] row = inverse[leaving];
        double reach = entering < 0 ? slackReach[~entering] : columns.get(entering).reach;
        for (int i = 0; i < rows; i++) {
            double along = row[i] / pivot;
            slackReach[i] = Math.max(slackReach[i], along * along * reach);
        }
        for (Column column : columns) {
            double along = column.times(row) / pivot;
            column.reach = Math.max(column.reach, along * along * reach);
        }
        double left = Math.max(1, reach / (pivot * pivot));
        if (basis[leaving] < 0) {
            slackReach[~basis[leaving]] = left;
        } else {
            columns.get(basis[leaving]).reach = left;
        }
        if (left > FAR) {
            Arrays.fill(slackReach, 1);
            columns.forEach(column -> column.reach = 1);
        }
    }

    private void pivot(int leaving, double[] direction, double gain) {
        double[] pivot = inverse[leaving];
        double by = direction[leaving];
        for (int i = 0; i < rows; i++) {
            pivot[i] /= by;
        }
        left[leaving] /= by;
        for (int row = 0; row < rows; row++) {
            double factor = direction[row];
            if (row != leaving && factor != 0) {
                double[] target = inverse[row];
                for (int i = 0; i < rows; i++) {
                    target[i] -= factor * pivot[i];
                }
                left[row] -= factor * left[leaving];
            }
        }
        for (int i = 0; i < rows; i++) {
            prices[i] += gain * pivot[i];
        }
    }
}
