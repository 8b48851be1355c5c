package dev.peerloom.plugin.eth.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.common.Hex;
import dev.peerloom.plugin.eth.fork.ForkId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Map;

class GenesisTest {
    @TempDir Path directory;

    @Test
    void computesSepoliasPublishedHash() throws Exception {
        Genesis genesis = read(resource("sepolia.json"));
        assertEquals(
                "0x25a5cc106eea7138acab33231d7160d69cb777ee0c2c553fcddf5138993e6dd9",
                genesis.header().hash().toString());
        assertEquals(11155111, genesis.config().chainId());
        assertEquals(
                ForkId.parse("fe3366e7/1735371"),
                genesis.forks().idAt(0, genesis.header().timestamp()));
        assertEquals(genesis.header(), BlockHeader.decode(genesis.headerRlp()));
    }

    /**
     * One account with code and storage (one slot of it zero), one empty account, and a header that
     * grows with each fork in force; the hashes are those that go-ethereum v1.17.10 computes.
     */
    @ParameterizedTest
    @CsvSource({
        "amsterdamTime, 124ca04e61fa3abd51bb8f1099df0e4ebdc8a94756f33222c4f2d87202ffb0c2, c3c0c0c0",
        "pragueTime, a88ec3011a8e7b30a81127b0a7f35607c7e5afa0a72a12f0886bc7f0d2ad176d, c3c0c0c0",
        "cancunTime, 486b790e2959b4a0c6dc7f0ae29c8d40ef4d954dd8f2373acf304c8affafa52a, c3c0c0c0",
        "shanghaiTime, 3bed703922fbaa4f063684efd1747b1bedce335b8e95fc7d2f94c528aa1a52e4, c3c0c0c0",
        "londonBlock, 39cc3cf115baa2195e89a038c1451c189c8b86e8ef815e1641209311488c7648, c2c0c0",
    })
    void addsTheFieldsOfEveryForkInForce(String last, String hash, String body) throws Exception {
        String json = resource("all-forks.json");
        for (String fork :
                new String[] {
                    "amsterdamTime", "osakaTime", "pragueTime", "cancunTime", "shanghaiTime"
                }) {
            if (fork.equals(last)) {
                break;
            }
            json = json.replace("\"" + fork + "\": 0,", "");
        }
        Genesis genesis = read(json);
        assertEquals(Hash32.parse(hash), genesis.header().hash());
        assertArrayEquals(Hex.parse(body), genesis.bodyRlp());
    }

    @Test
    void keepsTheConfigAsATree() throws Exception {
        Map<String, ?> config = read(resource("sepolia.json")).config().tree();
        assertEquals(11155111L, config.get("chainId"));
        assertEquals(true, config.get("daoForkSupport"));
        Map<?, ?> blobs = (Map<?, ?>) config.get("blobSchedule");
        assertEquals(3L, ((Map<?, ?>) blobs.get("cancun")).get("target"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{'config': {}}",
                "{\"config\": {}, \"alloc\": {}, \"difficulty\": 1, \"gasLimit\": 1}",
                "{\"config\": {\"chainId\": 1}, \"alloc\": {}, \"difficulty\": 1}",
                "{\"config\": {\"chainId\": 1}, \"alloc\": {}, \"gasLimit\": 1}",
                "{\"config\": {\"chainId\": 1}, \"difficulty\": 1, \"gasLimit\": 1}",
                GOOD + ", \"nonce\": \"0x10000000000000000\"}",
                GOOD + ", \"timestamp\": -1}",
                GOOD + ", \"timestamp\": \"soon\"}",
                GOOD + ", \"coinbase\": \"0x00\"}",
                GOOD + ", \"mixHash\": \"0xzz\"}",
                GOOD + ", \"number\": 1}",
                GOOD + ", \"excessBlobGas\": 1}",
                GOOD + ", \"alloc\": {\"12\": {\"balance\": 1}}}",
                GOOD + ", \"alloc\": {\"" + ADDRESS + "\": {}}}",
                GOOD + ", \"alloc\": {\"" + ADDRESS + "\": {\"balance\": 1, \"code\": \"00\"}}}",
                GOOD + "} trailing",
            })
    void refusesWithTheFilesName(String json) throws Exception {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> read(json));
        assertTrue(String.valueOf(e.getMessage()).contains("genesis.json"), e.getMessage());
    }

    private static final String ADDRESS = "0x00000000000000000000000000000000000000aa";
    private static final String GOOD =
            "{\"config\": {\"chainId\": 1}, \"alloc\": {}, \"difficulty\": 1, \"gasLimit\": 1";

    @Test
    void acceptsTheLeastAFileCanHave() throws Exception {
        assertEquals(Hash32.EMPTY_TRIE, read(GOOD + "}").header().stateRoot());
    }

    @Test
    void leavesNothingBehindInTheJdk() throws Exception {
        read(GOOD + "}");
        assertEquals(null, Security.getProvider("PeerloomEthKeccak"));
    }

    @Test
    void saysThatAFileIsMissing() {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> readMissing());
        assertTrue(String.valueOf(e.getMessage()).contains("none.json"));
    }

    private Genesis readMissing() {
        try (MerkleRoots roots = new MerkleRoots()) {
            return Genesis.read(directory.resolve("none.json"), roots);
        }
    }

    /** From the Ethereum tests, trieanyorder.json. */
    @Test
    void computesAPublishedTrieRoot() {
        try (MerkleRoots roots = new MerkleRoots()) {
            MerkleRoots.Trie trie = roots.trie();
            trie.put(ascii("doe"), ascii("reindeer"));
            trie.put(ascii("dog"), ascii("puppy"));
            trie.put(ascii("dogglesworth"), ascii("cat"));
            assertEquals(
                    "0x8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3",
                    trie.root().toString());
        }
    }

    private Genesis read(String json) throws Exception {
        Path file = Files.writeString(directory.resolve("genesis.json"), json);
        try (MerkleRoots roots = new MerkleRoots()) {
            return Genesis.read(file, roots);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String resource(String name) throws Exception {
        try (InputStream in = GenesisTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
