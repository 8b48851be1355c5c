package dev.peerloom.core.wire;

/**
 * Makes foreign text safe for one line of a log or a terminal: a peer chooses its client name and
 * the words of its errors, and must not be able to forge lines, move the cursor or reverse text.
 */
public final class LogText {
    private static final String CLIPPED = "…";

    private LogText() {}

    /**
     * Escapes what is not visible: control characters (line ends and the start of ANSI sequences
     * among them), format characters (bidirectional overrides, zero-width ones), separators other
     * than the space, half surrogate pairs, private and unassigned characters become {@code
     * \}{@code uXXXX}, and a backslash is doubled, so that the original can be told from its
     * escape. Letters of all scripts and symbols stay.
     *
     * @param max the greatest length of the result in {@code char}s, at least 1; what does not fit
     *     is left out, whole escapes at a time, with "…" in its place
     */
    public static String escape(String text, int max) {
        if (max < 1) {
            throw new IllegalArgumentException("max is " + max + ", it must be at least 1");
        }
        StringBuilder out = new StringBuilder(Math.min(text.length(), max));
        int fits = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            append(out, codePoint);
            if (out.length() > max) {
                out.setLength(fits);
                return out.append(CLIPPED).toString();
            }
            if (out.length() < max) {
                fits = out.length();
            }
        }
        return out.toString();
    }

    /** What an exception says: its message, or the name of its class. Not escaped. */
    public static String of(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    private static void append(StringBuilder out, int codePoint) {
        if (codePoint == '\\') {
            out.append("\\\\");
        } else if (isVisible(codePoint)) {
            out.appendCodePoint(codePoint);
        } else {
            for (char c : Character.toChars(codePoint)) {
                out.append("\\u%04X".formatted((int) c));
            }
        }
    }

    private static boolean isVisible(int codePoint) {
        if (codePoint == ' ') {
            return true;
        }
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
