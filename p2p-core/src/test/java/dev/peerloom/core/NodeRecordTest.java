package dev.peerloom.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.api.Enode;

import org.junit.jupiter.api.Test;

class NodeRecordTest {
    /** The key of EIP-778's test vector. */
    private static final NodeKey KEY =
            NodeKey.parse("b71c71a67e1177ad4e901695e1b4b9ee17ae16c6668d313eac2f96dbcda3f291");

    @Test
    void theHashOfAPublicKeyIsTheNodeIdOfTheVector() {
        assertEquals(
                "a448f24c6d18e575453db13171562b71999873db5b286df957af199ec94617f7",
                NodeHash.of(KEY.id()).toString());
    }

    @Test
    void theRecordOfTheVectorIsMadeToTheLetter() {
        assertEquals(
                "enr:-IS4QHCYrYZbAKWCBRlAy5zzaDZXJBGkcnh4MHcBFZntXNFrdvJjX04jRzjzCBOonrkTfj499SZu"
                        + "Oh8R33Ls8RRcy5wBgmlkgnY0gmlwhH8AAAGJc2VjcDI1NmsxoQPKY0yuDUmstAHYpMa2_oxV"
                        + "tw0RW_QAdpzBQA8yWM0xOIN1ZHCCdl8",
                NodeRecord.text(KEY, new Enode(KEY.id(), "127.0.0.1", 0, 30_303), 1));
    }
}
