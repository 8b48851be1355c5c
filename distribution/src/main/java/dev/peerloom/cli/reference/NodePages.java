package dev.peerloom.cli.reference;

import dev.peerloom.api.PeerEvent;
import dev.peerloom.cli.admin.AdminMethods;
import dev.peerloom.cli.metrics.MetricsText;
import dev.peerloom.core.Node;
import dev.peerloom.core.PluginEvent;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a node with its plugins has: methods, metrics, and the kinds of events. */
public final class NodePages {
    private NodePages() {}

    /** Every method and subscription, by its namespace. */
    public static String methods(Node node, String clientName) {
        Markdown page =
                new Markdown(
                        "All methods",
                        "All that a node with the plugins of the distribution answers. Parameters"
                                + " and answers of its own methods are in"
                                + " [the admin interface](../rpc.md#methods), those of plugins in"
                                + " their documents.");
        TreeSet<String> names = new TreeSet<>(AdminMethods.of(node, clientName).names());
        String namespace = "";
        for (String name : names) {
            String own = name.substring(0, name.indexOf('_'));
            if (!own.equals(namespace)) {
                namespace = own;
                page.heading(2, own).columns("method");
            }
            page.row(Markdown.quoted(name));
        }
        return page.toString();
    }

    /** Every metric: the node's own with what they are, and those of the plugins. */
    public static String metrics(Node node) {
        Markdown page =
                new Markdown(
                        "All metrics",
                        "The names that Prometheus sees. [Metrics](../metrics.md) has their labels.");
        page.heading(2, "Of the node").columns("metric", "kind", "what it is");
        new MetricsText(node)
                .described()
                .forEach(
                        (name, help) ->
                                page.row(Markdown.quoted(name), kind(name), Markdown.plain(help)));
        page.heading(2, "Of the plugins").columns("metric", "kind");
        for (String name : new TreeSet<>(node.metrics().keySet())) {
            page.row(Markdown.quoted(name), kind(name));
        }
        return page.toString();
    }

    private static String kind(String metric) {
        return metric.endsWith("_total") ? "counter" : "gauge";
    }

    /** Every kind of event. */
    public static String events() {
        Markdown page =
                new Markdown("Events", "What plugins and programs around a node can listen to.");
        page.heading(2, "Of peers");
        page.paragraph(
                "For plugins by NodeContext.onPeerEvent, for programs by the subscription"
                        + " admin_peerEvents.");
        page.columns("event", "has");
        List<Class<?>> kinds =
                Arrays.stream(PeerEvent.class.getDeclaredClasses())
                        .filter(Class::isRecord)
                        .sorted(Comparator.comparing(Class::getSimpleName))
                        .toList();
        for (Class<?> kind : kinds) {
            page.row(Markdown.quoted(kind.getSimpleName()), components(kind));
        }
        page.heading(2, "Of plugins");
        page.paragraph("For the program that a node runs in, by Node.onPluginEvent; in the log.");
        page.columns("kind");
        for (PluginEvent.Kind kind : PluginEvent.Kind.values()) {
            page.row(Markdown.quoted(kind.name().toLowerCase(Locale.ROOT)));
        }
        return page.toString();
    }

    private static String components(Class<?> kind) {
        return Arrays.stream(kind.getRecordComponents())
                .map(NodePages::component)
                .collect(Collectors.joining(", "));
    }

    private static String component(RecordComponent component) {
        return Markdown.quoted(component.getType().getSimpleName() + " " + component.getName());
    }
}
