package org.qkdn.emulator.check;

import java.util.List;
import java.util.Locale;

/** Keys served over time, a stair for each combination. */
record SessionsPicture(String title, List<SessionsServed> combinations, double seconds) {
    private static final List<String> COLOURS =
            List.of("#1b6ca8", "#c0392b", "#2e8b57", "#b8860b", "#6a4c93", "#444444", "#d35400", "#16a085");
    private static final int WIDTH = 720;
    private static final int HEIGHT = 400;
    private static final int LEFT = 56;
    private static final int TOP = 40;
    private static final int PLOT_WIDTH = 500;
    private static final int PLOT_HEIGHT = 300;

    String svg() {
        int most = Math.max(
                2, combinations.stream().mapToInt(SessionsServed::number).max().orElse(0));
        var svg = new StringBuilder();
        svg.append(("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                        + " font-size=\"12\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>%n")
                .formatted(WIDTH, HEIGHT));
        text(svg, LEFT, TOP - 16, "start", title + ": keys of 512 bit served at both ends");
        for (int i = 0; i <= 4; i++) {
            double x = LEFT + PLOT_WIDTH * i / 4.0;
            text(svg, x, TOP + PLOT_HEIGHT + 18, "middle", Long.toString(Math.round(seconds * i / 4)));
            line(svg, x, TOP, x, TOP + PLOT_HEIGHT);
        }
        int step = Math.max(1, (most + 4) / 5);
        for (int keys = 0; keys <= most; keys += step) {
            double y = TOP + PLOT_HEIGHT * (1 - (double) keys / most);
            text(svg, LEFT - 8, y + 4, "end", Integer.toString(keys));
            line(svg, LEFT, y, LEFT + PLOT_WIDTH, y);
        }
        text(svg, LEFT + PLOT_WIDTH / 2.0, TOP + PLOT_HEIGHT + 40, "middle", "seconds, at the speed of the modules");
        for (int i = 0; i < combinations.size(); i++) {
            stair(svg, combinations.get(i), COLOURS.get(i % COLOURS.size()), most, TOP + 14 + 20.0 * i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void stair(StringBuilder svg, SessionsServed served, String colour, int most, double legend) {
        svg.append("<path fill=\"none\" stroke-width=\"2\" stroke=\"")
                .append(colour)
                .append("\" d=\"M%d %d".formatted(LEFT, TOP + PLOT_HEIGHT));
        int keys = 0;
        for (double at : served.times()) {
            keys++;
            svg.append(String.format(
                    Locale.ROOT,
                    " H%.1f V%.1f",
                    LEFT + PLOT_WIDTH * Math.min(1, at / seconds),
                    TOP + PLOT_HEIGHT * (1 - (double) keys / most)));
        }
        svg.append(" H%d\"/>%n".formatted(LEFT + PLOT_WIDTH));
        int x = LEFT + PLOT_WIDTH + 16;
        svg.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%.1f\" width=\"12\" height=\"4\" fill=\"%s\"/>%n",
                x,
                legend - 6,
                colour));
        text(svg, x + 18, legend, "start", served.name() + " (" + served.number() + ")");
    }

    private static void line(StringBuilder svg, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n",
                x1,
                y1,
                x2,
                y2));
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n", x, y, anchor, text));
    }
}
