package dev.peerloom.cli;

import dev.peerloom.cli.ipc.IpcClient;
import dev.peerloom.cli.live.Sample;
import dev.peerloom.cli.live.Terminal;
import dev.peerloom.cli.live.TopFrame;
import dev.peerloom.cli.live.TopView;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.core.ConfigurationException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;

/** {@code peerloom attach top}: what the protocols and peers of a running node do, live. */
final class TopCommand {
    private static final String JSON = "--json";
    private static final String ONCE = "--once";
    private static final String INTERVAL = "--interval";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private TopCommand() {}

    static CommandSpec spec() {
        CommandSpec spec =
                Specs.command("top", "Shows what protocols and peers do, live.", TopCommand::run);
        Specs.settings(spec, EnumSet.of(Setting.DATA_DIR, Setting.IPC, Setting.CONFIG));
        spec.addOption(Specs.flag(ONCE, "Print one frame and end."));
        spec.addOption(Specs.flag(JSON, "Print each frame as one line of JSON."));
        spec.addOption(
                OptionSpec.builder(INTERVAL)
                        .paramLabel("SECONDS")
                        .type(String.class)
                        .arity("1")
                        .description("Between two frames, 0.1 to 3600 (default: 1).")
                        .build());
        spec.usageMessage()
                .customSynopsis("peerloom attach top [OPTIONS]")
                .description(
                        "Messages and bytes a second, and what waits in queues, for each protocol"
                                + " and each peer, the busiest peers first. FULL: links that are"
                                + " not read because the protocol does not read; BUSY: the part of"
                                + " the time that the protocol's code took, of one core. Ctrl-C"
                                + " ends it.")
                .footerHeading("%nExamples:%n")
                .footer("  peerloom attach top", "  peerloom attach top --once --json");
        return spec;
    }

    private static int run(Invocation call) throws Exception {
        Duration interval = interval(call);
        boolean live =
                Boolean.getBoolean("peerloom.terminal") && !call.has(ONCE) && !call.has(JSON);
        Terminal terminal = new Terminal(call.out());
        try (IpcClient client = IpcClient.open(call.options().ipc())) {
            Sample first = sample(client);
            if (live) {
                terminal.enter();
            }
            Runnable leave = live ? terminal::leave : () -> {};
            return StopSignal.during(
                    leave,
                    () -> {
                        try {
                            show(call, client, first, interval, live ? terminal : null);
                            return ExitCode.OK;
                        } finally {
                            leave.run();
                        }
                    });
        }
    }

    private static void show(
            Invocation call,
            IpcClient client,
            Sample first,
            Duration interval,
            @org.jspecify.annotations.Nullable Terminal terminal)
            throws Exception {
        Sample before = first;
        do {
            Thread.sleep(interval);
            Sample after = sample(client);
            TopFrame frame = TopFrame.between(before, after);
            before = after;
            if (call.has(JSON)) {
                call.out().println(RunningNodeCalls.line(frame.tree()));
            } else if (terminal == null) {
                List<String> lines = new TopView(Integer.MAX_VALUE, Integer.MAX_VALUE).lines(frame);
                lines.forEach(call.out()::println);
            } else {
                Terminal.Size size = terminal.size();
                terminal.draw(new TopView(size.width(), size.height()).lines(frame));
            }
        } while (!call.has(ONCE) && !call.out().checkError());
    }

    private static Sample sample(IpcClient client) throws RpcException, IOException {
        return new Sample(
                Instant.now(), System.nanoTime(), client.call("admin_load", List.of(), LIMIT));
    }

    private static Duration interval(Invocation call) throws ConfigurationException {
        String text = call.value(INTERVAL).orElse("1");
        try {
            double seconds = Double.parseDouble(text);
            if (seconds >= 0.1 && seconds <= 3600) {
                return Duration.ofMillis((long) (seconds * 1000));
            }
        } catch (NumberFormatException e) {
            throw wrong(text, e);
        }
        throw wrong(text, new IllegalArgumentException("out of range"));
    }

    private static ConfigurationException wrong(String text, Exception cause) {
        return new ConfigurationException(
                INTERVAL + " is \"" + text + "\", but must be a number of seconds from 0.1 to 3600",
                cause);
    }
}
