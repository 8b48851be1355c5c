package dev.peerloom.plugin.eth.chain;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.common.Keccak256;

import org.apache.tuweni.bytes.Bytes;
import org.apache.tuweni.trie.MerklePatriciaTrie;
import org.jspecify.annotations.Nullable;

import java.security.Provider;
import java.security.Security;
import java.util.concurrent.CancellationException;

/**
 * Roots of Merkle-Patricia tries.
 *
 * <p>The trie library asks the JDK for {@code KECCAK-256} by name, so a {@link Provider} that has
 * it is registered while at least one object of this class is open. Nothing of this plugin may stay
 * behind in the JDK, hence {@link #close()}. The library also keeps a digest per thread: use this
 * from threads that end with the work.
 *
 * <p>An object belongs to one thread.
 */
public final class MerkleRoots implements AutoCloseable {
    private static final Provider KECCAK = new KeccakProvider();

    /** Guarded by the class. */
    private static int open;

    private boolean closed;

    /** Makes the digest available to the trie library. */
    public MerkleRoots() {
        synchronized (MerkleRoots.class) {
            if (open++ == 0) {
                Security.addProvider(KECCAK);
            }
        }
    }

    @Override
    public void close() {
        synchronized (MerkleRoots.class) {
            if (!closed && --open == 0) {
                Security.removeProvider(KECCAK.getName());
            }
            closed = true;
        }
    }

    /**
     * A trie without entries.
     *
     * @return a trie for this thread
     */
    public Trie trie() {
        return new Trie();
    }

    /**
     * The root over a list, as headers have it: keys are the RLP of the index; values are the
     * items, where a string stands for its content (typed transactions, EIP-2718).
     *
     * @param in stands before the list
     * @return the root
     * @throws RlpException if there is no list
     */
    public Hash32 ofList(RlpReader in) throws RlpException {
        in.enterList();
        Trie trie = trie();
        for (int index = 0; in.hasNext(); index++) {
            byte[] value = in.nextIsList() ? in.readRaw() : in.readBytes();
            trie.put(new RlpWriter().write(index).toByteArray(), value);
        }
        in.leaveList();
        return trie.root();
    }

    /** One trie while it is filled. */
    public static final class Trie {
        private final MerklePatriciaTrie<Bytes> trie = MerklePatriciaTrie.storingBytes();
        private boolean empty = true;

        private Trie() {}

        /**
         * Sets an entry.
         *
         * @param key its key
         * @param value its value, not empty
         */
        public void put(byte[] key, byte[] value) {
            if (value.length == 0) {
                throw new IllegalArgumentException("a trie has no empty values");
            }
            try {
                trie.putAsync(Bytes.wrap(key), Bytes.wrap(value)).join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while a trie was filled");
            }
            empty = false;
        }

        /**
         * The root over the entries so far.
         *
         * @return the root hash
         */
        public Hash32 root() {
            return empty ? Hash32.EMPTY_TRIE : Hash32.of(trie.rootHash().toArrayUnsafe());
        }
    }

    private static final class KeccakProvider extends Provider {
        private static final long serialVersionUID = 1;

        KeccakProvider() {
            super("PeerloomEthKeccak", "1.0", "Keccak-256 for the trie library");
            putService(new KeccakService(this));
        }
    }

    /** Makes instances itself: reflection from the JDK would need this package to be open. */
    private static final class KeccakService extends Provider.Service {
        KeccakService(Provider provider) {
            super(provider, "MessageDigest", "KECCAK-256", Keccak256.class.getName(), null, null);
        }

        @Override
        public Object newInstance(@Nullable Object parameter) {
            return new Keccak256();
        }
    }
}
