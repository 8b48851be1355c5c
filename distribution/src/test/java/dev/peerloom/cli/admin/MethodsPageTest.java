package dev.peerloom.cli.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.peerloom.core.Node;
import dev.peerloom.core.NodeConfig;
import dev.peerloom.core.NodeKey;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page of the admin interface names each method that there is, and no other. */
class MethodsPageTest {
    @Test
    void thePageNamesEachMethod() throws Exception {
        Set<String> written = new TreeSet<>();
        Matcher line =
                Pattern.compile("(?m)^\\| `([a-z0-9]+_[a-zA-Z]+)`")
                        .matcher(Files.readString(Path.of("../docs/rpc.md")));
        while (line.find()) {
            written.add(line.group(1));
        }
        try (Node node = Node.start(NodeConfig.builder(NodeKey.generate()).build())) {
            assertEquals(AdminMethods.of(node, "tested").ownNames(), written);
        }
    }
}
