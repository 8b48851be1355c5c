package dev.peerloom.cli.live;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal that is drawn over again and again. Used by one thread, but {@link #leave}. */
public final class Terminal {
    private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);
    private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})\\s*");
    private static final String ESCAPE = "\u001b[";

    private final PrintStream out;

    /** Its columns and lines. */
    public record Size(int width, int height) {
        /** What every terminal has. */
        static final Size USUAL = new Size(80, 24);
    }

    /** A terminal at the other end of a stream. */
    public Terminal(PrintStream out) {
        this.out = out;
    }

    /** Takes the whole screen, without a cursor; what was on it comes back. */
    public void enter() {
        write(ESCAPE + "?1049h" + ESCAPE + "?25l");
    }

    /** Gives the screen back. Any thread. */
    public void leave() {
        write(ESCAPE + "?25h" + ESCAPE + "?1049l");
    }

    /** Draws lines from the top on, over what was there, which does not flicker. */
    public void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder(ESCAPE + "H");
        String end = "";
        for (String line : lines) {
            frame.append(end).append(line).append(ESCAPE + "K");
            end = "\r\n";
        }
        write(frame.append(ESCAPE + "J").toString());
    }

    private void write(String text) {
        out.print(text);
        out.flush();
    }

    /** Its size now, as the system tells it; the JDK has no way to ask. */
    public Size size() {
        try {
            Process stty =
                    new ProcessBuilder("stty", "size")
                            .redirectInput(ProcessBuilder.Redirect.INHERIT)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try (InputStream answer = stty.getInputStream()) {
                String text = new String(answer.readNBytes(64), StandardCharsets.US_ASCII);
                boolean ended = stty.waitFor(1, TimeUnit.SECONDS);
                return ended ? parse(text) : Size.USUAL;
            } finally {
                stty.destroy();
            }
        } catch (IOException e) {
            LOG.debug("the size of the terminal is not known", e);
            return Size.USUAL;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Size.USUAL;
        }
    }

    static Size parse(String text) {
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            return Size.USUAL;
        }
        int height = Integer.parseInt(size.group(1));
        int width = Integer.parseInt(size.group(2));
        return width == 0 || height == 0 ? Size.USUAL : new Size(width, height);
    }
}
