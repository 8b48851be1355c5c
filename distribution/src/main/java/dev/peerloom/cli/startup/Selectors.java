package dev.peerloom.cli.startup;

/**
 * Names the JDK's implementation of selectors on Linux. Without a name it asks every jar of the
 * program for another one, which takes a tenth of the time until the node is ready.
 */
public final class Selectors {
    private static final String PROPERTY = "java.nio.channels.spi.SelectorProvider";
    private static final String EPOLL = "sun.nio.ch.EPollSelectorProvider";

    private Selectors() {}

    /** Must be called before the first socket is made. */
    public static void nameTheJdksOwn() {
        if (System.getProperty(PROPERTY) == null && isThere()) {
            System.setProperty(PROPERTY, EPOLL);
        }
    }

    /** It is a name of the JDK's insides: on other systems, and perhaps one day, there is none. */
    private static boolean isThere() {
        try {
            Class.forName(EPOLL, false, null);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
