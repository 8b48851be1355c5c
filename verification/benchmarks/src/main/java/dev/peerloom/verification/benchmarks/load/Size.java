package dev.peerloom.verification.benchmarks.load;

/** Sizes as they are written: 64 B, 1 KiB, 1 MiB. */
final class Size {
    private Size() {}

    static String text(int bytes) {
        if (bytes >= 1 << 20) {
            return (bytes >> 20) + " MiB";
        }
        return bytes >= 1 << 10 ? (bytes >> 10) + " KiB" : bytes + " B";
    }
}
