package dev.peerloom.api;

/** Candidates for dialling. */
@FunctionalInterface
public interface NodeSource {
    DialCandidate next() throws InterruptedException;
}
