package dev.peerloom.plugin.eth.chain;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import dev.peerloom.plugin.eth.common.Hash32;
import dev.peerloom.plugin.eth.fork.ForkSchedule;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The {@code config} of a genesis file: the chain's id and its forks. Immutable. */
public final class ChainConfig {
    /**
     * The names that go-ethereum takes for forks by block number; others ending so are not forks.
     */
    private static final List<String> BLOCK_FORKS =
            List.of(
                    "homesteadBlock",
                    "daoForkBlock",
                    "eip150Block",
                    "eip155Block",
                    "eip158Block",
                    "byzantiumBlock",
                    "constantinopleBlock",
                    "petersburgBlock",
                    "istanbulBlock",
                    "muirGlacierBlock",
                    "berlinBlock",
                    "londonBlock",
                    "arrowGlacierBlock",
                    "grayGlacierBlock",
                    "mergeNetsplitBlock");

    private static final List<String> TIME_FORKS =
            List.of(
                    "shanghaiTime",
                    "cancunTime",
                    "pragueTime",
                    "osakaTime",
                    "bpo1Time",
                    "bpo2Time",
                    "bpo3Time",
                    "bpo4Time",
                    "bpo5Time",
                    "amsterdamTime",
                    "bogotaTime",
                    "ubtTime");

    private final long chainId;
    private final Map<String, Long> forks;
    private final Map<String, ?> tree;

    private ChainConfig(long chainId, Map<String, Long> forks, Map<String, ?> tree) {
        this.chainId = chainId;
        this.forks = forks;
        this.tree = tree;
    }

    static ChainConfig read(JsonFields config) {
        Map<String, Long> forks = new LinkedHashMap<>();
        for (List<String> names : List.of(BLOCK_FORKS, TIME_FORKS)) {
            for (String name : names) {
                Long at = config.uint64(name);
                if (at != null) {
                    forks.put(name, at);
                }
            }
        }
        Long chainId = config.uint64("chainId");
        if (chainId == null) {
            throw new IllegalArgumentException("config.chainId is missing");
        }
        return new ChainConfig(chainId, forks, objectTree(config.object()));
    }

    /**
     * The chain's id, which is its network id unless the operator says otherwise.
     *
     * @return an unsigned number
     */
    public long chainId() {
        return chainId;
    }

    /**
     * The file's {@code config} as it was.
     *
     * @return a tree of maps, lists, strings, numbers and booleans
     */
    public Map<String, ?> tree() {
        return tree;
    }

    /**
     * The forks in order.
     *
     * @param genesis hash of the genesis block
     * @param genesisTime its time
     * @return the schedule for fork identifiers
     */
    public ForkSchedule schedule(Hash32 genesis, long genesisTime) {
        return ForkSchedule.of(genesis, genesisTime, values(BLOCK_FORKS), values(TIME_FORKS));
    }

    /** Whether a fork by block number is in force there. */
    boolean activeAtBlock(String fork, long number) {
        Long at = forks.get(fork);
        return at != null && Long.compareUnsigned(at, number) <= 0;
    }

    /** Whether a fork by time is in force there; none is before London. */
    boolean activeAtTime(String fork, long number, long time) {
        Long at = forks.get(fork);
        return activeAtBlock("londonBlock", number)
                && at != null
                && Long.compareUnsigned(at, time) <= 0;
    }

    private List<Long> values(List<String> names) {
        return names.stream().map(forks::get).filter(Objects::nonNull).toList();
    }

    private static Map<String, ?> objectTree(JsonObject object) {
        Map<String, Object> map = new LinkedHashMap<>();
        object.asMap()
                .forEach(
                        (name, value) -> {
                            if (!value.isJsonNull()) {
                                map.put(name, tree(value));
                            }
                        });
        return Collections.unmodifiableMap(map);
    }

    private static Object tree(JsonElement element) {
        if (element.isJsonObject()) {
            return objectTree(element.getAsJsonObject());
        }
        if (element.isJsonArray()) {
            List<Object> list = new ArrayList<>();
            for (JsonElement item : element.getAsJsonArray()) {
                list.add(tree(item));
            }
            return Collections.unmodifiableList(list);
        }
        JsonPrimitive primitive = element.getAsJsonPrimitive();
        if (primitive.isBoolean()) {
            return primitive.getAsBoolean();
        }
        return primitive.isNumber() ? number(primitive.getAsBigDecimal()) : primitive.getAsString();
    }

    private static Number number(BigDecimal value) {
        if (value.stripTrailingZeros().scale() > 0) {
            return value;
        }
        BigInteger integer = value.toBigInteger();
        return integer.bitLength() < Long.SIZE ? (Number) integer.longValue() : integer;
    }
}
