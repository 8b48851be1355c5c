package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Set;

@Timeout(120)
class PeerloomExtensionTest {
    @AfterAll
    static void release() {
        ExtensionSamples.RELEASE.countDown();
    }

    @Test
    void handsOutEverythingAndClosesIt() {
        ContractRun run = ContractRun.of(ExtensionSamples.Good.class);
        assertEquals(Set.of(), run.failed(), run::toString);
        assertEquals(6, run.passed().size());
    }

    @Test
    void handsOutPipesWithoutAProtocolButNoPeers() {
        ContractRun run = ContractRun.of(ExtensionSamples.WithoutProtocol.class);
        assertEquals(Set.of("hasAPipeAllTheSame"), run.passed());
        assertTrue(run.message("hasNoPeer").contains("@TestedProtocol"), run::toString);
    }

    @Test
    void startsAServiceAndStopsIt() {
        ContractRun run = ContractRun.of(ExtensionSamples.OfAService.class);
        assertEquals(Set.of(), run.failed(), run::toString);
        assertEquals(0, ExtensionSamples.SERVICES.get());
    }

    @Test
    void namesTheSeedOfATestThatFails() {
        ContractRun run = ContractRun.of(ExtensionSamples.Failing.class);
        Throwable failure = run.failure("namesItsSeed");
        assertEquals("the failure itself", failure.getMessage());
        assertTrue(
                failure.getSuppressed()[0]
                        .getMessage()
                        .matches("the test used seed (-?\\d+) \\(to repeat: -D.*=\\1\\)"),
                failure.getSuppressed()[0].toString());
    }

    @Test
    void failsATestThatLeavesASessionOrAThread() {
        ContractRun run = ContractRun.of(ExtensionSamples.Leaving.class, Duration.ofMillis(300));
        assertEquals(Set.of("leavesAThreadThatItMayLeave"), run.passed(), run::toString);
        assertTrue(
                run.message("leavesASession").contains("lambda/1 with test-peer"), run::toString);
        assertTrue(run.message("leavesAPlatformThread").contains("\"lost\""), run::toString);
    }
}
