package dev.peerloom.testkit;

import dev.peerloom.api.Message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What a peer should not send but may. Used by one thread. */
final class HostilePayloads {
    /** Up to so many codes each is tried, of more a choice. */
    private static final int ALL_CODES = 256;

    private static final int CUTS = 48;
    private static final int DAMAGED = 24;
    private static final int LARGE = 1 << 16;
    private static final int LARGEST_CODES = 6;

    private final int length;
    private final int maxPayload;
    private final List<SampleMessage> samples;
    private final SeededRandom random;

    HostilePayloads(int length, int maxPayload, List<SampleMessage> samples, SeededRandom random) {
        this.length = length;
        this.maxPayload = Math.min(maxPayload, Message.MAX_PAYLOAD);
        this.samples = samples;
        this.random = random;
    }

    private Set<Integer> codes() {
        Set<Integer> codes = new LinkedHashSet<>();
        samples.forEach(sample -> codes.add(sample.code()));
        if (length <= ALL_CODES) {
            IntStream.range(0, length).forEach(codes::add);
        } else {
            IntStream.range(0, 64).forEach(codes::add);
            IntStream.range(length - 64, length).forEach(codes::add);
            random.ints(128, 0, length).forEach(codes::add);
        }
        return codes;
    }

    /** Every code, with bodies that mean nothing. */
    List<SampleMessage> everyCode() {
        List<byte[]> bodies =
                List.of(
                        new byte[0],
                        new byte[] {(byte) 0x80},
                        new byte[] {(byte) 0xc0},
                        new byte[] {(byte) 0xc2, (byte) 0xc1, (byte) 0xc0},
                        "hello".getBytes(StandardCharsets.US_ASCII),
                        random.bytes(40));
        return forEachCode(bodies);
    }

    private List<SampleMessage> forEachCode(List<byte[]> bodies) {
        List<SampleMessage> messages = new ArrayList<>();
        for (int code : codes()) {
            for (byte[] body : bodies) {
                add(messages, code, body);
            }
        }
        return messages;
    }

    private void add(List<SampleMessage> messages, int code, byte[] body) {
        if (body.length <= maxPayload) {
            messages.add(SampleMessage.of(code, body));
        }
    }

    /** The samples, cut at every place or at many; without samples, lists that are cut. */
    List<SampleMessage> truncated() {
        if (samples.isEmpty()) {
            return forEachCode(
                    List.of(
                            new byte[0],
                            new byte[] {(byte) 0xc3},
                            new byte[] {(byte) 0xc3, 1, 2},
                            new byte[] {(byte) 0xf8, 60, 1},
                            new byte[] {(byte) 0x84, 1, 2}));
        }
        List<SampleMessage> messages = new ArrayList<>();
        for (SampleMessage sample : samples) {
            byte[] whole = sample.payload();
            IntStream cuts =
                    whole.length <= CUTS
                            ? IntStream.range(0, whole.length)
                            : random.ints(CUTS, 0, whole.length);
            cuts.forEach(cut -> add(messages, sample.code(), Arrays.copyOf(whole, cut)));
        }
        return messages;
    }

    /** Bodies with more than belongs there, that claim more than is there, and the largest. */
    List<SampleMessage> oversized() {
        List<SampleMessage> messages = new ArrayList<>();
        for (SampleMessage sample : samples) {
            byte[] whole = sample.payload();
            add(messages, sample.code(), Arrays.copyOf(whole, whole.length + 1));
            byte[] longer = Arrays.copyOf(whole, whole.length + 1000);
            Arrays.fill(longer, whole.length, longer.length, (byte) 0x80);
            add(messages, sample.code(), longer);
        }
        byte[] nested = new byte[Math.min(LARGE, maxPayload)];
        Arrays.fill(nested, (byte) 0xc1);
        byte[] many = new byte[Math.min(LARGE, maxPayload)];
        Arrays.fill(many, (byte) 0xc0);
        byte[] claimsMuch = {(byte) 0xfb, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1};
        byte[] claimsMost = new byte[9];
        Arrays.fill(claimsMost, (byte) 0xff);
        messages.addAll(forEachCode(List.of(nested, list(many), many, claimsMuch, claimsMost)));
        return messages;
    }

    /** A list of these items, as far as it fits. */
    private byte[] list(byte[] items) {
        int size = Math.max(0, Math.min(items.length, maxPayload - 4));
        byte[] list = new byte[size + 4];
        list[0] = (byte) 0xfa;
        list[1] = (byte) (size >> 16);
        list[2] = (byte) (size >> 8);
        list[3] = (byte) size;
        System.arraycopy(items, 0, list, 4, size);
        return list;
    }

    /** The codes that get a body of the largest legal size. */
    List<Integer> codesForTheLargest() {
        return codes().stream().limit(LARGEST_CODES).toList();
    }

    byte[] largest() {
        return new byte[maxPayload];
    }

    /** The samples, damaged at random; without samples, random bytes. */
    List<SampleMessage> damaged() {
        if (samples.isEmpty()) {
            return forEachCode(
                    IntStream.range(0, 8)
                            .mapToObj(i -> random.bytes(random.nextInt(100)))
                            .toList());
        }
        List<SampleMessage> messages = new ArrayList<>();
        for (SampleMessage sample : samples) {
            for (int i = 0; i < DAMAGED; i++) {
                add(messages, sample.code(), random.damage(sample.payload()));
            }
        }
        return messages;
    }
}
