package dev.peerloom.plugin.eth.session;

import dev.peerloom.plugin.eth.chain.Chain;
import dev.peerloom.plugin.eth.wire.Answer;
import dev.peerloom.plugin.eth.wire.BlockRange;
import dev.peerloom.plugin.eth.wire.Cells;
import dev.peerloom.plugin.eth.wire.EthCode;
import dev.peerloom.plugin.eth.wire.EthVersion;
import dev.peerloom.plugin.eth.wire.GetBlockHeaders;
import dev.peerloom.plugin.eth.wire.GetCells;
import dev.peerloom.plugin.eth.wire.GetReceipts;
import dev.peerloom.plugin.eth.wire.HashesRequest;
import dev.peerloom.plugin.eth.wire.Receipts;
import dev.peerloom.plugin.eth.wire.TransactionHashes;
import dev.peerloom.plugin.eth.wire.Transactions;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * What one message does, after the exchange of Status. Belongs to the protocol's thread for one
 * peer; does no I/O but reading the chain.
 */
final class MessageHandler {
    private static final int MAX_TRANSACTIONS = 5000;
    private static final int MAX_ACCESS_LISTS = 1024;

    /** A block access list that is not available (EIP-8159). */
    private static final byte[] UNAVAILABLE = {(byte) 0x80};

    private final EthVersion version;
    private final Chain chain;
    private final EthCounters counters;
    private final PendingRequests requests;
    private final Consumer<BlockRange> moved;

    MessageHandler(
            EthVersion version,
            LocalNode local,
            EthCounters counters,
            PendingRequests requests,
            Consumer<BlockRange> moved) {
        this.version = version;
        this.chain = local.chain();
        this.counters = counters;
        this.requests = requests;
        this.moved = moved;
    }

    /** What is to be written in turn; null for nothing. */
    @Nullable Reply handle(int code, byte[] payload) throws IOException {
        if (code >= version.length()) {
            throw unknown(code);
        }
        return switch (code) {
            case EthCode.GET_BLOCK_HEADERS -> headers(GetBlockHeaders.decode(payload));
            case EthCode.GET_BLOCK_BODIES -> bodies(HashesRequest.decode(payload));
            case EthCode.GET_RECEIPTS -> receipts(GetReceipts.decode(version, payload));
            case EthCode.GET_POOLED_TRANSACTIONS ->
                    nothing(EthCode.POOLED_TRANSACTIONS, HashesRequest.decode(payload));
            case EthCode.GET_BLOCK_ACCESS_LISTS -> accessLists(HashesRequest.decode(payload));
            case EthCode.GET_CELLS -> cells(GetCells.decode(payload));
            default -> {
                take(code, payload);
                yield null;
            }
        };
    }

    private void take(int code, byte[] payload) throws IOException {
        switch (code) {
            case EthCode.BLOCK_HEADERS -> requests.answer(Answer.decode(payload));
            case EthCode.TRANSACTIONS -> transactions(Transactions.count(payload));
            case EthCode.NEW_POOLED_TRANSACTION_HASHES ->
                    counters.transactionsAnnounced.add(
                            TransactionHashes.decode(version, payload).transactions().size());
            case EthCode.BLOCK_RANGE_UPDATE -> range(BlockRange.decode(payload));
            case EthCode.BLOCK_BODIES, EthCode.POOLED_TRANSACTIONS, EthCode.BLOCK_ACCESS_LISTS ->
                    unsolicited(code, Answer.decode(payload).requestId());
            case EthCode.RECEIPTS ->
                    unsolicited(code, Receipts.decode(version, payload).requestId());
            case EthCode.CELLS -> unsolicited(code, Cells.decode(payload).requestId());
            case EthCode.STATUS -> throw Handshake.breach("a second eth status");
            default -> throw unknown(code);
        }
    }

    private IOException unknown(int code) {
        return Handshake.breach("message code " + code + " is not used in eth/" + version.number());
    }

    private Reply headers(GetBlockHeaders request) throws IOException {
        List<byte[]> headers = ChainAnswers.headers(chain, request);
        counters.headersServed.add(headers.size());
        return answer(EthCode.BLOCK_HEADERS, request.requestId(), headers);
    }

    private Reply bodies(HashesRequest request) throws IOException {
        List<byte[]> bodies = ChainAnswers.bodies(chain, request.hashes());
        counters.bodiesServed.add(bodies.size());
        return answer(EthCode.BLOCK_BODIES, request.requestId(), bodies);
    }

    private Reply receipts(GetReceipts request) {
        counters.requestsServed.increment();
        Receipts none = new Receipts(request.requestId(), false, List.of());
        return new Reply(EthCode.RECEIPTS, none.encode(version));
    }

    /** One entry per block: here the place in the list says which block an entry is of. */
    private Reply accessLists(HashesRequest request) {
        int count = Math.min(request.hashes().size(), MAX_ACCESS_LISTS);
        return answer(
                EthCode.BLOCK_ACCESS_LISTS,
                request.requestId(),
                Collections.nCopies(count, UNAVAILABLE));
    }

    private Reply cells(GetCells request) {
        counters.requestsServed.increment();
        Cells none = new Cells(request.requestId(), List.of(), List.of(), request.mask());
        return new Reply(EthCode.CELLS, none.encode());
    }

    private Reply nothing(int code, HashesRequest request) {
        return answer(code, request.requestId(), List.of());
    }

    private Reply answer(int code, long requestId, List<byte[]> items) {
        counters.requestsServed.increment();
        return new Reply(code, new Answer(requestId, items).encode());
    }

    private void transactions(int count) throws IOException {
        if (count > MAX_TRANSACTIONS) {
            throw Handshake.breach(count + " transactions in one message");
        }
        counters.transactionsReceived.add(count);
    }

    private void range(BlockRange update) throws IOException {
        if (!update.isPossible()) {
            throw Handshake.breach("an impossible block range, " + update);
        }
        counters.rangeUpdatesReceived.increment();
        moved.accept(update);
    }

    private static void unsolicited(int code, long requestId) throws IOException {
        throw Handshake.breach(
                "an answer that was not asked for (code "
                        + code
                        + ", request "
                        + Long.toUnsignedString(requestId)
                        + ")");
    }
}
