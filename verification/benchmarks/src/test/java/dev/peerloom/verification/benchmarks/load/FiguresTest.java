package dev.peerloom.verification.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arithmetic of results. */
final class FiguresTest {
    private static final Figures.Line LINE = new Figures.Line("load", Stage.CPU);

    private static Figures rounds(double[] reference, double[] own) {
        Figures figures = new Figures(List.of("reference", "own"));
        for (int i = 0; i < own.length; i++) {
            figures.add("load", "reference", Map.of(Stage.CPU, reference[i]));
            figures.add("load", "own", Map.of(Stage.CPU, own[i]));
        }
        return figures;
    }

    @Test
    void aRatioIsTheMiddleOfTheRoundsRatiosNotTheRatioOfTheMiddles() {
        Figures figures = rounds(new double[] {10, 20, 100}, new double[] {5, 20, 30});
        assertEquals(Optional.of(new Figures.Ratio(0.5, 0.3, 1)), figures.ratio(LINE, "own"));
        assertEquals(20, figures.median(LINE, "own"));
    }

    @Test
    void aRoundInWhichTheReferenceUsedNothingThatCanBeCountedHasNoRatio() {
        assertEquals(
                Optional.empty(), rounds(new double[] {0}, new double[] {3}).ratio(LINE, "own"));
    }

    @Test
    void theTableHasEachLineWithItsRatioAndItsSpread() {
        String table = rounds(new double[] {10, 10}, new double[] {5, 7}).table();
        assertTrue(table.contains("| load | CPU µs | 10.0 | 6.0 | **0.60** (0.50–0.70) |"), table);
    }

    @Test
    void theChartHasABarForEachLoad() {
        String chart =
                RatioChart.draw(rounds(new double[] {10}, new double[] {5}), "own", "reference");
        assertTrue(chart.contains(">load</text>") && chart.contains(">0.50</text>"), chart);
    }
}
