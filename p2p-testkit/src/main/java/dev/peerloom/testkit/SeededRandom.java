package dev.peerloom.testkit;

import java.security.SecureRandom;
import java.util.Objects;
import java.util.Random;

/**
 * Randomness that can be had again: every test run takes another seed, and one that failed is
 * repeated with the seed that it names, by the system property {@value #PROPERTY}.
 *
 * <pre>{@code
 * @Test
 * @ExtendWith(PeerloomExtension.class)                // prints the seed if the test fails
 * void takesAnyPayload(SeededRandom random, MessagePipe pipe) throws Exception {
 *     pipe.second().write(0, random.bytes(random.nextInt(1000)));
 * }
 * }</pre>
 *
 * <pre>
 * mvn test -Dtest=MyTest -DargLine=-Dpeerloom.testkit.seed=-6170309487
 * </pre>
 *
 * <p>Thread-safe, as every {@link Random}; what several threads get depends on their order.
 */
public final class SeededRandom extends Random {
    /** The system property that sets the seed: {@value}. */
    public static final String PROPERTY = "peerloom.testkit.seed";

    private static final long serialVersionUID = 1;
    private static final SecureRandom SEEDS = new SecureRandom();

    /** What it began with. */
    private final long seed;

    /** Whether all is set up: the constructor above sets a seed too, and is allowed to. */
    private final boolean made;

    private SeededRandom(long seed) {
        super(seed);
        this.seed = seed;
        this.made = true;
    }

    /**
     * A random source with the seed of the system property, or with a new one.
     *
     * @return the source
     * @throws IllegalArgumentException if the property is no decimal number
     */
    public static SeededRandom create() {
        String given = System.getProperty(PROPERTY, "");
        if (given.isEmpty()) {
            return withSeed(SEEDS.nextLong());
        }
        try {
            return withSeed(Long.parseLong(given));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "system property " + PROPERTY + " is no decimal number: " + given, e);
        }
    }

    /**
     * A random source with a seed.
     *
     * @param seed the same seed gives the same numbers
     * @return the source
     */
    public static SeededRandom withSeed(long seed) {
        return new SeededRandom(seed);
    }

    /**
     * The seed that it was made with.
     *
     * @return the number for the system property
     */
    public long seed() {
        return seed;
    }

    /** Not supported: the source would no longer be what {@link #seed()} says. */
    @Override
    public synchronized void setSeed(long value) {
        // The constructor of the class above calls this.
        if (made) {
            throw new UnsupportedOperationException("make another one: SeededRandom.withSeed");
        }
        super.setSeed(value);
    }

    /**
     * Random bytes.
     *
     * @param count how many
     * @return a new array
     */
    public byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        nextBytes(bytes);
        return bytes;
    }

    /**
     * A damaged copy: a byte changed, taken out, put in or doubled, a part cut off, or several of
     * these.
     *
     * @param payload what to damage, which stays as it is
     * @return a copy that usually differs
     */
    public byte[] damage(byte[] payload) {
        byte[] damaged = Objects.requireNonNull(payload, "payload").clone();
        for (int times = 1 + nextInt(3); times > 0; times--) {
            damaged = damageOnce(damaged);
        }
        return damaged;
    }

    private byte[] damageOnce(byte[] payload) {
        int at = nextInt(payload.length + 1);
        return switch (nextInt(4)) {
            case 0 -> join(payload, at, bytes(1 + nextInt(4)), at);
            case 1 -> join(payload, at, new byte[0], Math.min(payload.length, at + 1 + nextInt(4)));
            case 2 -> join(payload, at, new byte[0], payload.length);
            default -> join(payload, at, bytes(1), Math.min(payload.length, at + 1));
        };
    }

    /** The bytes before one place, others, and the bytes from another place on. */
    private static byte[] join(byte[] payload, int until, byte[] between, int from) {
        byte[] joined = new byte[until + between.length + payload.length - from];
        System.arraycopy(payload, 0, joined, 0, until);
        System.arraycopy(between, 0, joined, until, between.length);
        System.arraycopy(payload, from, joined, until + between.length, payload.length - from);
        return joined;
    }

    /** How to get the same numbers again. */
    @Override
    public String toString() {
        return "seed " + seed + " (to repeat: -D" + PROPERTY + "=" + seed + ")";
    }
}
