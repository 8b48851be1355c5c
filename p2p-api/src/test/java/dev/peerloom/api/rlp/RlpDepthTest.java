package dev.peerloom.api.rlp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.Arrays;

final class RlpDepthTest {
    @Test
    void theDeepestNestingIsReadInEveryWay() throws RlpException {
        byte[] deepest = nested(RlpReader.MAX_DEPTH);
        assertArrayEquals(deepest, new RlpReader(deepest).readRaw());
        RlpReader reader = new RlpReader(deepest);
        for (int i = 0; i < RlpReader.MAX_DEPTH; i++) {
            assertTrue(reader.hasNext());
            reader.enterList();
        }
        assertFalse(reader.hasNext());
        for (int i = 0; i < RlpReader.MAX_DEPTH; i++) {
            reader.leaveList();
        }
        reader.end();
    }

    @Test
    void oneListMoreIsRefusedInEveryWay() throws RlpException {
        byte[] tooDeep = nested(RlpReader.MAX_DEPTH + 1);
        assertThrows(RlpException.class, () -> new RlpReader(tooDeep).readRaw());
        assertThrows(RlpException.class, () -> new RlpReader(tooDeep).skip());
        assertThrows(IllegalArgumentException.class, () -> new RlpWriter().writeRaw(tooDeep));
        RlpReader reader = new RlpReader(tooDeep);
        for (int i = 0; i < RlpReader.MAX_DEPTH; i++) {
            reader.enterList();
        }
        assertThrows(RlpException.class, reader::enterList);
        assertThrows(RlpException.class, reader::skip);
    }

    @Test
    void whatAListInAListHoldsCountsFromTheOutermost() throws RlpException {
        byte[] tooDeep = nested(RlpReader.MAX_DEPTH + 1);
        RlpReader reader = new RlpReader(tooDeep);
        reader.enterList();
        assertThrows(RlpException.class, reader::skip);
        assertThrows(RlpException.class, reader::readRaw);
    }

    @Test
    void aFloodOfListsIsRefusedWithoutAStack() {
        byte[] flood = nested(1_000_000);
        for (Executable reading :
                new Executable[] {
                    () -> new RlpReader(flood).skip(), () -> new RlpReader(flood).readRaw()
                }) {
            RlpException e = assertThrows(RlpException.class, reading);
            assertTrue(e.getMessage().contains("deeper than 1024"), e.getMessage());
        }
    }

    @Test
    void manyListsSideBySideAreNotDeep() throws RlpException {
        RlpWriter writer = new RlpWriter().startList();
        for (int i = 0; i < 100_000; i++) {
            writer.startList().endList();
        }
        byte[] wide = writer.endList().toByteArray();
        assertEquals(100_004, wide.length);
        RlpReader reader = new RlpReader(wide);
        reader.skip();
        reader.end();
    }

    /** Lists in one another with nothing else in them, made from the inside out. */
    private static byte[] nested(int depth) {
        byte[] all = new byte[5 * depth];
        int from = all.length;
        for (int i = 0; i < depth; i++) {
            int length = all.length - from;
            if (length < 56) {
                all[--from] = (byte) (0xc0 + length);
            } else {
                int bytes = 0;
                for (int rest = length; rest > 0; rest >>>= 8) {
                    all[--from] = (byte) rest;
                    bytes++;
                }
                all[--from] = (byte) (0xf7 + bytes);
            }
        }
        return Arrays.copyOfRange(all, from, all.length);
    }
}
