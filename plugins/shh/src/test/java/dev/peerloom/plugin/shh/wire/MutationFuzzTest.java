package dev.peerloom.plugin.shh.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.shh.crypto.Keccak256;
import dev.peerloom.testkit.SeededRandom;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A fuzz target for every message that is decoded; {@link MessagesFuzz} hands them to a fuzzer too.
 * Good messages are damaged again and again, and what was accepted is damaged further, so that the
 * inputs wander away from what anyone thought of. A decoder may refuse with RlpException and
 * nothing else; what it accepts it must be able to write again. The seed is in the message of a
 * failure.
 */
class MutationFuzzTest {
    private static final int TRIES = 30_000;
    private static final int CORPUS = 500;

    /** The messages. */
    enum Target {
        STATUS {
            @Override
            List<byte[]> seeds() {
                return List.of(
                        new Status(6, 0.2, BloomFilter.FULL, false).encode(),
                        new Status(6, 1e9, BloomFilter.EMPTY, true).encode(),
                        new RlpWriter().startList().write(6).endList().toByteArray());
            }

            @Override
            void decode(byte[] payload) throws RlpException {
                Status status = Status.decode(payload);
                assertTrue(PowRequirement.isLegal(status.minPow()));
                assertEquals(status, Status.decode(status.encode()));
            }
        },
        MESSAGES {
            @Override
            List<byte[]> seeds() {
                return List.of(Envelopes.encode(List.of()), Envelopes.encode(samples()));
            }

            @Override
            void decode(byte[] payload) throws RlpException {
                List<Envelope> envelopes = Envelopes.decode(payload);
                assertArrayEquals(payload, Envelopes.encode(envelopes));
                envelopes.forEach(Target::use);
            }
        },
        POW_REQUIREMENT {
            @Override
            List<byte[]> seeds() {
                return List.of(PowRequirement.encode(0.2), PowRequirement.encode(0));
            }

            @Override
            void decode(byte[] payload) throws RlpException {
                double pow = PowRequirement.decode(payload);
                assertTrue(PowRequirement.isLegal(pow));
                assertArrayEquals(payload, PowRequirement.encode(pow));
            }
        },
        BLOOM_FILTER {
            @Override
            List<byte[]> seeds() {
                return List.of(BloomFilter.FULL.encode(), BloomFilter.EMPTY.encode());
            }

            @Override
            void decode(byte[] payload) throws RlpException {
                assertArrayEquals(payload, BloomFilter.decode(payload).encode());
            }
        },
        P2P_MESSAGE {
            @Override
            List<byte[]> seeds() {
                return samples().stream().map(Envelope::encode).toList();
            }

            @Override
            void decode(byte[] payload) throws RlpException {
                Envelope envelope = Envelope.decode(payload);
                assertArrayEquals(payload, envelope.encode());
                use(envelope);
            }
        };

        /** Where to begin. */
        abstract List<byte[]> seeds();

        /** Decodes, and checks what must hold of what is accepted. */
        abstract void decode(byte[] payload) throws RlpException;

        /** Touches all of an envelope, as the node does. */
        static void use(Envelope envelope) {
            Keccak256 keccak = new Keccak256();
            int zeros = envelope.leadingZeros(keccak);
            assertTrue(envelope.pow(zeros, Math.max(1, envelope.ttl())) > 0);
            assertEquals(
                    envelope,
                    Envelope.of(
                            envelope.expiry(),
                            envelope.ttl(),
                            envelope.topic(),
                            envelope.data(),
                            envelope.nonce()));
            assertEquals(envelope.size(), 20 + envelope.data().length);
            assertTrue(BloomFilter.ofTopics(Set.of(envelope.topic())).matches(envelope.topic()));
        }
    }

    private static List<Envelope> samples() {
        Topic topic = new Topic(0x0a0b0c0d);
        return List.of(
                Envelope.of(1_800_000_000L, 50, topic, new byte[0], 0),
                Envelope.of(0, 0, new Topic(0), new byte[] {5}, -1),
                Envelope.of(0xFFFFFFFFL, 0xFFFFFFFFL, topic, new byte[60], 1L << 40),
                Envelope.of(1, 127, topic, new byte[300], 128));
    }

    @ParameterizedTest
    @EnumSource
    void isRefusedOrUnderstood(Target target) {
        SeededRandom random = SeededRandom.create();
        List<byte[]> corpus = new ArrayList<>(target.seeds());
        int accepted = 0;
        for (int i = 0; i < TRIES; i++) {
            byte[] payload = random.damage(corpus.get(random.nextInt(corpus.size())).clone());
            try {
                target.decode(payload);
                accepted++;
                if (corpus.size() < CORPUS) {
                    corpus.add(payload);
                } else {
                    corpus.set(random.nextInt(CORPUS), payload);
                }
            } catch (RlpException e) {
                // Refused: what a peer gets for it is 0x02.
                assertTrue(e.getMessage() != null);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        target
                                + " of "
                                + new BigInteger(1, payload).toString(16)
                                + ": "
                                + e
                                + "\nWith "
                                + random,
                        e);
            }
        }
        assertTrue(accepted > 0, "nothing was ever accepted: the target tests nothing");
    }
}
