package dev.peerloom.cli.verify;

import java.time.Duration;

/** What is tried with a running plugin, one step after the other. */
enum TrialStep {
    START("start", Duration.ofSeconds(60)),
    RESTART("restart", Duration.ofSeconds(90)),
    NEGOTIATE("negotiation", Duration.ofSeconds(90)),
    INFORMATION("information", Duration.ofSeconds(30)),
    MESSAGES("messages", Duration.ofSeconds(90)),
    UNLOAD("unload", Duration.ofSeconds(90));

    private final String title;
    private final Duration limit;

    TrialStep(String title, Duration limit) {
        this.title = title;
        this.limit = limit;
    }

    /** Its name in the report. */
    String title() {
        return title;
    }

    /** After this time it will not end any more; what messages take comes on top. */
    Duration limit() {
        return limit;
    }
}
