package dev.peerloom.api.rlp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class RlpPropertiesTest {
    @Property
    void integersRoundTrip(@ForAll long value) throws RlpException {
        assertEquals(value, new RlpReader(new RlpWriter().write(value).toByteArray()).readLong());
    }
}
