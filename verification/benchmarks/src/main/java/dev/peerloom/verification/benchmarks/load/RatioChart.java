package dev.peerloom.verification.benchmarks.load;

import java.util.List;

/** Draws ratios as bars, with a line where both nodes are equal: an SVG picture. */
final class RatioChart {
    private static final int WIDTH = 860;
    private static final int LEFT = 330;
    private static final int ROW = 26;
    private static final int TOP = 46;
    private static final double MOST = 2;
    private static final double SCALE = (WIDTH - LEFT - 70) / MOST;

    private RatioChart() {}

    static String draw(Figures figures, String node, String reference) {
        List<Figures.Line> lines =
                figures.lines().stream()
                        .filter(line -> line.figure().equals(Stage.CPU))
                        .filter(line -> figures.ratio(line, node).isPresent())
                        .toList();
        int height = TOP + ROW * lines.size() + 20;
        StringBuilder svg = new StringBuilder();
        svg.append(
                """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="13">
                <rect width="100%%" height="100%%" fill="#fff"/>
                <text x="10" y="24" font-size="15">CPU of %s for an operation, in proportion to %s (less is better)</text>
                """
                        .formatted(WIDTH, height, node, reference));
        for (int i = 0; i < lines.size(); i++) {
            int y = TOP + i * ROW;
            Figures.Ratio ratio = figures.ratio(lines.get(i), node).orElseThrow();
            svg.append(bar(lines.get(i).stage(), ratio, y));
        }
        int one = (int) (LEFT + SCALE);
        svg.append(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#555\"/>\n</svg>\n"
                        .formatted(one, TOP - 6, one, height - 14));
        return svg.toString();
    }

    private static String bar(String name, Figures.Ratio ratio, int y) {
        double shown = Math.min(ratio.median(), MOST);
        String colour = ratio.median() <= 1 ? "#2a7f62" : "#b5533c";
        double from = LEFT + SCALE * Math.min(ratio.least(), MOST);
        double to = LEFT + SCALE * Math.min(ratio.most(), MOST);
        return """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.0f" height="16" fill="%s"/>
                <line x1="%.0f" y1="%d" x2="%.0f" y2="%d" stroke="#111"/>
                <text x="%.0f" y="%d">%.2f</text>
                """
                .formatted(
                        LEFT - 8,
                        y + 13,
                        name,
                        LEFT,
                        y,
                        SCALE * shown,
                        colour,
                        from,
                        y + 8,
                        to,
                        y + 8,
                        Math.max(LEFT + SCALE * shown, to) + 6,
                        y + 13,
                        ratio.median());
    }
}
