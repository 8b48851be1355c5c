package dev.peerloom.plugin.eth.chain;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.fork.ForkSchedule;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The first block of a chain, computed from a geth {@code genesis.json}. Immutable. */
public final class Genesis {
    private final ChainConfig config;
    private final BlockHeader header;
    private final byte[] headerRlp;
    private final byte[] bodyRlp;

    private Genesis(ChainConfig config, BlockHeader header, byte[] headerRlp) {
        this.config = config;
        this.header = header;
        this.headerRlp = headerRlp;
        this.bodyRlp = emptyBody(header.withdrawalsRoot() != null);
    }

    /**
     * Reads a file and computes the block, state root included.
     *
     * @param file the genesis file
     * @param roots for the state root
     * @return the block
     * @throws IllegalArgumentException if the file cannot be read or is not a genesis; the message
     *     names the file and the field
     */
    public static Genesis read(Path file, MerkleRoots roots) {
        try (Reader text = Files.newBufferedReader(file);
                JsonReader json = new JsonReader(text)) {
            json.setStrictness(Strictness.STRICT);
            JsonElement tree = JsonParser.parseReader(json);
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("text after the end of the object");
            }
            return of(new JsonFields(tree, ""), roots);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("there is no genesis file " + file, e);
        } catch (IOException | JsonParseException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "genesis file " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Genesis of(JsonFields file, MerkleRoots roots) throws RlpException {
        ChainConfig config = ChainConfig.read(file.child("config"));
        Hash32 stateRoot = GenesisState.root(file.child("alloc"), roots);
        byte[] rlp = GenesisHeader.encode(file, config, stateRoot);
        BlockHeader header = BlockHeader.decode(rlp);
        if (header.number() != 0) {
            throw new IllegalArgumentException("number is not 0");
        }
        return new Genesis(config, header, rlp);
    }

    /**
     * The chain's configuration.
     *
     * @return its id and forks
     */
    public ChainConfig config() {
        return config;
    }

    /**
     * The chain's forks.
     *
     * @return the schedule for fork identifiers
     */
    public ForkSchedule forks() {
        return config.schedule(header.hash(), header.timestamp());
    }

    /**
     * The block's header.
     *
     * @return its fields
     */
    public BlockHeader header() {
        return header;
    }

    /**
     * The block's header.
     *
     * @return its RLP, a copy
     */
    public byte[] headerRlp() {
        return headerRlp.clone();
    }

    /**
     * The block's body, which is empty.
     *
     * @return its RLP, a copy
     */
    public byte[] bodyRlp() {
        return bodyRlp.clone();
    }

    private static byte[] emptyBody(boolean withdrawals) {
        RlpWriter out = new RlpWriter().startList();
        for (int lists = withdrawals ? 3 : 2; lists > 0; lists--) {
            out.startList().endList();
        }
        return out.endList().toByteArray();
    }
}
