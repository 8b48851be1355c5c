package dev.peerloom.plugin.eth;

import dev.peerloom.api.RpcMethod;
import dev.peerloom.plugin.eth.chain.BlockHeader;
import dev.peerloom.plugin.eth.session.HeaderFetcher;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code eth_fetchHeaders}, params {@code [from, count]}: headers from peers, verified to chain.
 */
final class FetchHeaders implements RpcMethod {
    private final HeaderFetcher fetcher;

    FetchHeaders(HeaderFetcher fetcher) {
        this.fetcher = fetcher;
    }

    @Override
    public Object call(List<Object> params) throws IOException, InterruptedException {
        if (params.size() != 2) {
            throw new IllegalArgumentException("params are [from, count]");
        }
        long from = integer("from", params.get(0), Long.MAX_VALUE - HeaderFetcher.MAX_HEADERS);
        long count = integer("count", params.get(1), HeaderFetcher.MAX_HEADERS);
        if (count == 0) {
            throw new IllegalArgumentException("count is at least 1");
        }
        return fetcher.fetch(from, (int) count).stream().map(FetchHeaders::tree).toList();
    }

    /** A JSON number, or a string as Ethereum's JSON-RPC writes quantities. */
    private static long integer(String name, Object value, long max) {
        String text = value.toString();
        long number;
        try {
            number = value instanceof String && text.startsWith("0x") ? hex(text) : decimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is not a whole number: " + text, e);
        }
        if (number < 0 || number > max) {
            throw new IllegalArgumentException(name + " is not within 0 and " + max);
        }
        return number;
    }

    private static long hex(String text) {
        return Long.parseLong(text, 2, text.length(), 16);
    }

    private static long decimal(String text) {
        return Long.parseLong(text);
    }

    private static Map<String, Object> tree(BlockHeader header) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("number", header.number());
        tree.put("hash", header.hash().toString());
        tree.put("parentHash", header.parentHash().toString());
        tree.put("timestamp", header.timestamp());
        tree.put("stateRoot", header.stateRoot().toString());
        tree.put("transactionsRoot", header.transactionsRoot().toString());
        tree.put("receiptsRoot", header.receiptsRoot().toString());
        tree.put("gasLimit", header.gasLimit());
        tree.put("gasUsed", header.gasUsed());
        return tree;
    }
}
