package dev.peerloom.plugin.shh.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.peerloom.api.rlp.RlpException;
import dev.peerloom.api.rlp.RlpWriter;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Status, and the messages about work and topics. */
class StatusTest {
    @Property(tries = 100)
    void comesBackAsItWas(
            @ForAll long version,
            @ForAll @DoubleRange(min = 0, max = 1e300) double pow,
            @ForAll @Size(64) byte[] bits,
            @ForAll boolean light)
            throws RlpException {
        BloomFilter bloom = BloomFilter.of(bits);
        Status status = new Status(version, pow, bloom, light);
        assertEquals(status, Status.decode(status.encode()));
        assertEquals(pow, PowRequirement.decode(PowRequirement.encode(pow)));
        assertEquals(bloom, BloomFilter.decode(bloom.encode()));
    }

    @Test
    void onlyTheVersionMustBeThere() throws RlpException {
        Status full = new Status(6, 0, BloomFilter.FULL, false);
        assertEquals(full, Status.decode(list().write(6).endList().toByteArray()));
        assertEquals(
                full,
                Status.decode(list().write(6).write(0).write(new byte[0]).endList().toByteArray()));
        assertEquals(
                full,
                Status.decode(
                        list().write(6)
                                .write(0)
                                .write(new byte[0])
                                .write(0)
                                .startList()
                                .endList()
                                .write("of a later version")
                                .endList()
                                .toByteArray()));
        assertThrows(RlpException.class, () -> Status.decode(list().endList().toByteArray()));
        assertThrows(
                RlpException.class, () -> Status.decode(new RlpWriter().write(6).toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                -0.1,
                -Double.MIN_VALUE
            })
    void nobodyMeetsSuchAProofOfWork(double pow) {
        byte[] update = PowRequirement.encode(pow);
        assertThrows(RlpException.class, () -> PowRequirement.decode(update));
        byte[] status = new Status(6, pow, BloomFilter.FULL, false).encode();
        assertThrows(RlpException.class, () -> Status.decode(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 63, 65, 128})
    void aFilterHas64Bytes(int length) {
        byte[] update = new RlpWriter().write(new byte[length]).toByteArray();
        assertThrows(RlpException.class, () -> BloomFilter.decode(update));
        if (length > 0) {
            byte[] status =
                    list().write(6).write(0).write(new byte[length]).endList().toByteArray();
            assertThrows(RlpException.class, () -> Status.decode(status));
        }
    }

    private static RlpWriter list() {
        return new RlpWriter().startList();
    }
}
