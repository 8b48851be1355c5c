package dev.peerloom.cli.verify;

import dev.peerloom.api.Capability;

import java.util.Locale;
import java.util.Optional;

/**
 * What random messages did to one protocol.
 *
 * @param capability the protocol
 * @param wanted how many each code was to get
 * @param total how many the protocol read
 * @param least how many the code read that got the fewest
 * @param links over how many links
 * @param fault what went wrong
 */
record FuzzResult(
        Capability capability,
        int wanted,
        long total,
        long least,
        long links,
        Optional<String> fault) {

    CheckResult toCheck(String check) {
        String counts =
                String.format(
                        Locale.ROOT,
                        "%s read %,d messages over %,d %s",
                        capability,
                        total,
                        links,
                        links == 1 ? "link" : "links");
        if (fault.isPresent()) {
            return CheckResult.fault(
                    check,
                    capability + " " + fault.get() + " (" + counts + ")",
                    "run() must read on, or end: see that nothing in it waits without a limit");
        }
        String perCode =
                least >= wanted
                        ? String.format(Locale.ROOT, "%,d or more for each code", wanted)
                        : String.format(
                                Locale.ROOT,
                                "at least %,d for each code when the time was up",
                                least);
        return CheckResult.passed(
                check, counts + ", " + perCode + ": answered, ignored or disconnected");
    }
}
