package dev.peerloom.testkit;

import dev.peerloom.api.DisconnectReason;
import dev.peerloom.api.Message;
import dev.peerloom.api.MessageChannel;
import dev.peerloom.api.NodeId;
import dev.peerloom.api.Peer;
import dev.peerloom.api.Protocol;
import dev.peerloom.testkit.FlawedProtocols.Contract;
import dev.peerloom.testkit.FlawedProtocols.Echo;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Protocols that mix up their peers or describe themselves wrongly, with one flaw each, and the
 * contract that finds it.
 */
final class FlawedState {
    private FlawedState() {}

    /** Keeps what belongs to one peer in a field. */
    static final class SharedField extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                private volatile @Nullable MessageChannel last;

                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    last = channel;
                    super.run(peer, channel);
                }

                @Override
                void answer(Message message, MessageChannel channel) throws Exception {
                    super.answer(message, last);
                }
            };
        }
    }

    /** Ends all its links with the first. */
    static final class SharedEnd extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                private final Set<Peer> peers = ConcurrentHashMap.newKeySet();

                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    peers.add(peer);
                    try {
                        super.run(peer, channel);
                    } finally {
                        peers.remove(peer);
                        peers.forEach(p -> p.disconnect(DisconnectReason.REQUESTED, "all"));
                    }
                }
            };
        }
    }

    /** Takes a peer that comes again for one that is there. */
    static final class OnlyOnce extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                private final Set<NodeId> seen = ConcurrentHashMap.newKeySet();

                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    if (seen.add(peer.id())) {
                        super.run(peer, channel);
                    }
                }
            };
        }
    }

    static final class BlockingInfo extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public synchronized void run(Peer peer, MessageChannel channel) throws Exception {
                    super.run(peer, channel);
                }

                @Override
                public synchronized Map<String, ?> peerInfo(Peer peer) {
                    return Map.of();
                }
            };
        }
    }

    static final class OddInfo extends Contract {
        @Override
        protected Protocol protocol() {
            return new Echo() {
                @Override
                public Map<String, ?> peerInfo(Peer peer) {
                    return Map.of("since", List.of(Map.of("time", Duration.ZERO)));
                }
            };
        }
    }
}
