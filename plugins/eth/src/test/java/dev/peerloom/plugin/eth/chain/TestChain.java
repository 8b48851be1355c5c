package dev.peerloom.plugin.eth.chain;

import dev.peerloom.api.rlp.RlpReader;
import dev.peerloom.api.rlp.RlpWriter;
import dev.peerloom.plugin.eth.common.Hash32;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small chain and its files: block n has n % 3 transactions (legacy and typed ones) and, when the
 * chain has them, n % 2 withdrawals.
 */
public final class TestChain {
    private final List<byte[]> headers = new ArrayList<>();
    private final List<byte[]> bodies = new ArrayList<>();
    private final List<byte[]> blocks = new ArrayList<>();
    private final Genesis genesis;
    private final Path genesisFile;

    private TestChain(Path directory, boolean withdrawals) throws IOException {
        genesisFile = directory.resolve("genesis.json");
        Files.writeString(genesisFile, genesisJson(withdrawals));
        try (MerkleRoots roots = new MerkleRoots()) {
            genesis = Genesis.read(genesisFile, roots);
        }
        headers.add(genesis.headerRlp());
        bodies.add(genesis.bodyRlp());
        blocks.add(block(genesis.headerRlp(), genesis.bodyRlp()));
    }

    /** Writes {@code genesis.json} and builds so many blocks over it, with withdrawals. */
    public static TestChain create(Path directory, int length) throws IOException {
        TestChain chain = new TestChain(directory, true);
        chain.grow(length, 1);
        return chain;
    }

    /** Like {@link #create}, without withdrawals. */
    public static TestChain beforeShanghai(Path directory, int length) throws IOException {
        TestChain chain = new TestChain(directory, false);
        chain.grow(length, 1);
        return chain;
    }

    private static String genesisJson(boolean withdrawals) {
        return """
        {"config": {"chainId": 1337, "londonBlock": 0%s},
         "difficulty": "0x1", "gasLimit": "0x1000000", "timestamp": "0x10",
         "alloc": {"0x00000000000000000000000000000000000000aa": {"balance": "1000"}}}
        """
                .formatted(withdrawals ? ", \"shanghaiTime\": 0" : "");
    }

    /** Appends blocks whose extra data is {@code salt}: another salt makes another chain. */
    public void grow(int count, int salt) throws IOException {
        try (MerkleRoots roots = new MerkleRoots()) {
            for (int i = 0; i < count; i++) {
                append(roots, headers.size(), salt);
            }
        }
    }

    private void append(MerkleRoots roots, int number, int salt) throws IOException {
        boolean withdrawals = genesis.header().withdrawalsRoot() != null;
        byte[] transactions = transactions(number);
        byte[] withdrawn = withdrawals(number);
        RlpWriter header = new RlpWriter().startList();
        header.write(Hash32.keccak(headers.getLast()).toBytes());
        header.write(Hash32.EMPTY_LIST.toBytes()).write(new byte[20]);
        header.write(Hash32.ZERO.toBytes());
        header.write(roots.ofList(new RlpReader(transactions)).toBytes());
        header.write(Hash32.EMPTY_TRIE.toBytes()).write(new byte[256]);
        header.write(0).write(number).write(0x1000000).write(0).write(0x10 + 12L * number);
        header.write(new byte[] {(byte) salt}).write(new byte[32]).write(new byte[8]).write(7);
        RlpWriter body = new RlpWriter().startList().writeRaw(transactions);
        body.startList().endList();
        if (withdrawals) {
            header.write(roots.ofList(new RlpReader(withdrawn)).toBytes());
            body.writeRaw(withdrawn);
        }
        headers.add(header.endList().toByteArray());
        bodies.add(body.endList().toByteArray());
        blocks.add(block(headers.getLast(), bodies.getLast()));
    }

    private static byte[] transactions(int number) {
        RlpWriter out = new RlpWriter().startList();
        if (number % 3 > 0) {
            out.startList().write(number).write("legacy").endList();
        }
        if (number % 3 > 1) {
            out.write(("\u0002typed " + number).getBytes(StandardCharsets.US_ASCII));
        }
        return out.endList().toByteArray();
    }

    private static byte[] withdrawals(int number) {
        RlpWriter out = new RlpWriter().startList();
        if (number % 2 > 0) {
            out.startList().write(number).write(5).write(new byte[20]).write(9).endList();
        }
        return out.endList().toByteArray();
    }

    /** A block out of a header and a body. */
    public static byte[] block(byte[] header, byte[] body) throws IOException {
        RlpWriter out = new RlpWriter().startList().writeRaw(header);
        RlpReader items = new RlpReader(body);
        items.enterList();
        while (items.hasNext()) {
            out.writeRaw(items.readRaw());
        }
        return out.endList().toByteArray();
    }

    /** Blocks {@code from} to {@code to}, one after the other. */
    public byte[] export(int from, int to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] block : blocks.subList(from, to + 1)) {
            out.writeBytes(block);
        }
        return out.toByteArray();
    }

    /** Writes blocks 1 to the head to a file beside the genesis. */
    public Path write() throws IOException {
        return Files.write(genesisFile.resolveSibling("chain.rlp"), export(1, head()));
    }

    /** Where a block begins in an export from block 1. */
    public long offset(int number) {
        return export(1, number - 1).length;
    }

    public Genesis genesis() {
        return genesis;
    }

    public Path genesisFile() {
        return genesisFile;
    }

    /** The head's number. */
    public int head() {
        return headers.size() - 1;
    }

    public byte[] header(int number) {
        return headers.get(number).clone();
    }

    public byte[] body(int number) {
        return bodies.get(number).clone();
    }

    public Hash32 hash(int number) {
        return Hash32.keccak(headers.get(number));
    }
}
