package dev.peerloom.testkit;

import dev.peerloom.api.Capability;
import dev.peerloom.api.Protocol;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the tests of a {@link ProtocolContract} are made of: services started and stopped, sessions
 * opened, and conversations held in them. For one thread.
 */
final class ContractRounds {
    private final ProtocolContract contract;
    private final SeededRandom random;

    ContractRounds(ProtocolContract contract) {
        this.contract = contract;
        this.random = contract.random();
    }

    void slowly(ContractSession session, Protocol protocol) throws Exception {
        session.runner().pipe().capacity(1, 1);
        for (int round = 0; round < 3 && session.isOpen(); round++) {
            for (SampleMessage sample : contract.samples(ProtocolNumbers.capability(protocol))) {
                session.rest();
                session.send(sample.code(), sample.payload());
                session.advance(Duration.ofSeconds(3));
                session.poll();
            }
        }
    }

    static void checkAnswers(
            Map<Capability, List<Integer>> alone, ContractSession session, Protocol protocol)
            throws InterruptedException {
        List<Integer> missing =
                session.awaitAnswers(
                        alone.getOrDefault(ProtocolNumbers.capability(protocol), List.of()));
        if (!missing.isEmpty()) {
            throw session.failure(
                    "a peer does not get the messages "
                            + missing
                            + " that it gets when it is alone: does the protocol keep what belongs"
                            + " to one peer in a field?");
        }
    }

    static void checkOpen(ContractSession session, String otherwise) {
        if (!session.isOpen()) {
            throw session.failure(otherwise);
        }
    }

    @FunctionalInterface
    interface Check {
        void run(Protocol protocol) throws Exception;
    }

    @FunctionalInterface
    interface Messages {
        List<SampleMessage> of(HostilePayloads payloads);
    }

    /** Starts the service, checks each of its protocols, and stops it. */
    void each(Check check) throws Exception {
        try (FakeNodeContext node = contract.node().build()) {
            List<Protocol> protocols = node.start(contract.service());
            if (protocols.isEmpty()) {
                throw new AssertionError(
                        "the service offers no protocol: there is nothing to test");
            }
            for (Protocol protocol : protocols) {
                try {
                    check.run(protocol);
                } catch (AssertionError e) {
                    String name = protocol.name() + "/" + protocol.version();
                    throw new AssertionError(name + ": " + e.getMessage(), e);
                }
            }
        }
    }

    ContractSession start(Protocol protocol) {
        return ContractSession.start(protocol, TestPeer.create(), contract.grace());
    }

    ContractSession open(Protocol protocol) throws Exception {
        return open(protocol, TestPeer.create());
    }

    ContractSession open(Protocol protocol, TestPeer peer) throws Exception {
        return ContractSession.open(protocol, peer, contract.grace(), contract::opening);
    }

    HostilePayloads payloads(Protocol protocol) throws Exception {
        return new HostilePayloads(
                protocol.length(),
                protocol.maxPayload(),
                contract.samples(ProtocolNumbers.capability(protocol)),
                random);
    }

    /** Sends the messages in an opened conversation, in a new one whenever one has ended. */
    void hostile(Messages messages) throws Exception {
        each(
                protocol -> {
                    try {
                        List<SampleMessage> all = messages.of(payloads(protocol));
                        deliver(all, () -> open(protocol));
                        deliver(all, () -> start(protocol));
                    } catch (AssertionError e) {
                        throw new AssertionError(e.getMessage() + "\nWith " + random, e);
                    }
                });
    }

    @FunctionalInterface
    interface Start {
        ContractSession get() throws Exception;
    }

    static void deliver(List<SampleMessage> messages, Start start) throws Exception {
        ContractSession session = start.get();
        try {
            for (SampleMessage message : messages) {
                if (!session.deliver(message.code(), message.payload())) {
                    session.end();
                    session = start.get();
                }
            }
        } finally {
            session.end();
        }
    }

    /** Sends every sample, which must leave the link open. */
    void converse(ContractSession session, Protocol protocol) throws Exception {
        for (SampleMessage sample : contract.samples(ProtocolNumbers.capability(protocol))) {
            if (!session.deliver(sample.code(), sample.payload())) {
                throw session.failure(
                        "the link has ended at a message that samples() calls legal: " + sample);
            }
        }
    }

    /**
     * Sends samples without reading, until the protocol is stuck in a write or has no more to say.
     */
    void jam(ContractSession session, Protocol protocol) throws Exception {
        session.runner().pipe().capacity(1, 1);
        for (int round = 0; round < 4 && session.isOpen(); round++) {
            for (SampleMessage sample : contract.samples(ProtocolNumbers.capability(protocol))) {
                session.rest();
                session.send(sample.code(), sample.payload());
            }
        }
        session.rest();
    }
}
