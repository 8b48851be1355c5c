package dev.peerloom.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Set;

/** The contract holds for a good protocol, and finds the flaw of each bad one, and no other. */
@Timeout(120)
class ProtocolContractTest {
    private static final int TESTS = 15;

    @Test
    void aProtocolWithoutFlawKeepsIt() {
        ContractRun run = ContractRun.of(FlawedProtocols.NoFlaw.class);
        assertEquals(Set.of(), run.failed(), run::toString);
        assertEquals(TESTS, run.passed().size());
    }

    @Test
    void aServiceOfTwoProtocolsWithAHandshakeKeepsIt() {
        ContractRun run = ContractRun.of(FlawedProtocols.Service.class);
        assertEquals(Set.of(), run.failed(), run::toString);
        assertEquals(TESTS, run.passed().size());
    }

    @Test
    void aProtocolThatAnswersFromAnotherThreadKeepsIt() {
        ContractRun run = ContractRun.of(FlawedProtocols.OtherThread.class);
        assertEquals(Set.of(), run.failed(), run::toString);
        assertEquals(TESTS, run.passed().size());
    }

    static List<Arguments> flaws() {
        return List.of(
                flaw(
                        FlawedProtocols.ChangingLength.class,
                        "calls itself echo/1 with",
                        "namesItselfLegallyAndAlwaysTheSame"),
                flaw(
                        FlawedReading.UnknownCode.class,
                        "run() threw java.lang.IllegalStateException: what is 1?",
                        "bearsEveryMessageCode",
                        "bearsOversizedPayloads"),
                flaw(
                        FlawedReading.CutOff.class,
                        "run() threw java.nio.BufferUnderflowException",
                        "bearsTruncatedPayloads",
                        "bearsEveryMessageCode",
                        "bearsDamagedPayloads"),
                flaw(
                        FlawedReading.TooLong.class,
                        "run() threw java.lang.IndexOutOfBoundsException",
                        "bearsOversizedPayloads"),
                flaw(
                        FlawedReading.Damaged.class,
                        "run() threw java.lang.ArrayIndexOutOfBoundsException",
                        "bearsDamagedPayloads",
                        "bearsTruncatedPayloads"),
                flaw(
                        FlawedReading.Silence.class,
                        "run() threw java.lang.IllegalStateException",
                        "bearsAPeerThatSaysNothing"),
                flaw(
                        FlawedEnds.EndOfWriting.class,
                        "run() has not returned",
                        "bearsASlowReader",
                        "describesItselfWithoutBlocking",
                        "endsWhenTheLinkClosesWhileItWrites"),
                flaw(
                        FlawedEnds.LongGoodbye.class,
                        "run() has not returned",
                        "endsInOrderWhenTheNodeStops",
                        "endsWhenTheLinkClosesWhileItWrites"),
                flaw(
                        FlawedEnds.SwallowedInterrupt.class,
                        "run() goes on after an interrupt",
                        "endsWhenItIsInterrupted"),
                flaw(
                        FlawedState.SharedField.class,
                        "does not get the messages [1] that it gets when it is alone",
                        "servesTwoPeersAtOnce"),
                flaw(
                        FlawedState.SharedEnd.class,
                        "the link with another peer has ended with the first",
                        "servesTwoPeersAtOnce"),
                flaw(
                        FlawedState.OnlyOnce.class,
                        "the link has ended as soon as the conversation was opened",
                        "runsAgainWithTheSamePeer"),
                flaw(FlawedEnds.ForgottenThread.class, "forgotten by echo", "leavesNoThreadBehind"),
                flaw(
                        FlawedState.OddInfo.class,
                        "peerInfo() while it reads.since[0].time is a java.time.Duration",
                        "describesItselfWithoutBlocking"));
    }

    private static Arguments flaw(Class<?> tests, String message, String... failing) {
        return Arguments.of(tests, message, Set.of(failing));
    }

    @ParameterizedTest
    @MethodSource("flaws")
    void findsTheFlaw(Class<?> tests, String message, Set<String> failing) {
        ContractRun run = ContractRun.of(tests);
        assertEquals(failing, run.failed(), run::toString);
        assertEquals(TESTS - failing.size(), run.passed().size(), run::toString);
        for (String test : failing) {
            assertTrue(run.message(test).contains(message), () -> run.message(test));
        }
    }

    @Test
    void findsAnIllegalNameWhereverItComesFirst() {
        ContractRun run = ContractRun.of(FlawedProtocols.LongName.class);
        assertTrue(
                run.message("namesItselfLegallyAndAlwaysTheSame")
                        .contains("the name is \"too-long-a-name\""),
                run::toString);
    }

    @Test
    void findsAProtocolThatNeverEnds() {
        ContractRun run =
                ContractRun.of(FlawedEnds.EndOfReading.class, "endsWhenTheLinkClosesWhileItReads");
        assertTrue(
                run.message("endsWhenTheLinkClosesWhileItReads")
                        .contains("run() has not returned PT0.3S after its link closed"),
                run::toString);
    }

    @Test
    void findsAPeerInfoThatWaitsForRun() {
        ContractRun run =
                ContractRun.of(FlawedState.BlockingInfo.class, "describesItselfWithoutBlocking");
        assertTrue(
                run.message("describesItselfWithoutBlocking")
                        .contains("peerInfo() while it reads blocks:"),
                run::toString);
    }

    @Test
    void saysWhatToOverride() {
        ContractRun nothing = ContractRun.of(FlawedProtocols.NothingOverridden.class);
        assertEquals(TESTS, nothing.failed().size());
        assertTrue(
                nothing.message("bearsEveryMessageCode")
                        .contains("must override protocol() or service()"),
                nothing::toString);
        ContractRun opening = ContractRun.of(FlawedProtocols.NoOpening.class);
        assertTrue(
                opening.message("servesTwoPeersAtOnce")
                        .contains("the link has ended at a message that samples() calls legal"),
                opening::toString);
    }
}
