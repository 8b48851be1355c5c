package dev.peerloom.cli.reference;

import java.util.Arrays;
import java.util.stream.Collectors;

/** A document in Markdown while it is written. Used by one thread. */
final class Markdown {
    private final StringBuilder text = new StringBuilder();

    /** Starts one with a title and what it is. */
    Markdown(String title, String about) {
        text.append("# ").append(title).append("\n\n").append(about).append('\n');
    }

    Markdown heading(int level, String title) {
        text.append('\n').append("#".repeat(level)).append(' ').append(title).append("\n\n");
        return this;
    }

    Markdown paragraph(String paragraph) {
        text.append(plain(paragraph)).append("\n\n");
        return this;
    }

    /** Lines as they are. */
    Markdown code(String... lines) {
        text.append("```\n").append(String.join("\n", lines).strip()).append("\n```\n\n");
        return this;
    }

    /** A table's heading. */
    Markdown columns(String... names) {
        row(names);
        text.append("|---".repeat(names.length)).append("|\n");
        return this;
    }

    /** A table's row; cells are Markdown already. */
    Markdown row(String... cells) {
        text.append(
                Arrays.stream(cells)
                        .map(cell -> cell.replace("|", "\\|").replace("\n", " "))
                        .collect(Collectors.joining(" | ", "| ", " |\n")));
        return this;
    }

    /** A word as code. */
    static String quoted(String word) {
        return word.isEmpty() ? "" : "`" + word + "`";
    }

    /** A text that means what it says: nothing in it is markup. */
    static String plain(String text) {
        return text.replaceAll("([\\\\`*_<>\\[\\]#])", "\\\\$1");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
