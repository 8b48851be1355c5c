package dev.peerloom.cli;

import dev.peerloom.cli.ipc.IpcClient;
import dev.peerloom.cli.rpc.RpcException;
import dev.peerloom.cli.settings.Setting;
import dev.peerloom.core.ConfigurationException;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** {@code peerloom attach chat}: a chat in the terminal, over the Whisper of a running node. */
final class ChatCommand {
    private static final String PASSWORD = "--password";
    private static final String TOPIC = "--topic";
    private static final String JSON = "--json";
    private static final long LOOK_EVERY_MILLIS = 250;

    private ChatCommand() {}

    /** A line that was typed, or the end of all lines. */
    private record Typed(String text, boolean last) {
        static final Typed LAST = new Typed("", true);
    }

    static CommandSpec spec() {
        CommandSpec spec =
                Specs.command(
                        "chat",
                        "Chats in the terminal with everyone who knows password and topic.",
                        call -> chat(call, System.in));
        Specs.settings(spec, EnumSet.of(Setting.DATA_DIR, Setting.IPC, Setting.CONFIG));
        spec.addOption(
                option(
                        PASSWORD,
                        "What the messages are encrypted with. Others who share the"
                                + " machine may see it in the list of processes."));
        spec.addOption(
                option(
                        TOPIC,
                        "What it is about: a text, or the four bytes of a Whisper topic as"
                                + " 0x and 8 hexadecimal digits."));
        spec.addOption(Specs.flag(JSON, "Print what others say as lines of JSON."));
        spec.usageMessage()
                .customSynopsis("peerloom attach chat --password TEXT --topic TEXT [OPTIONS]")
                .description(
                        "Each line that you type is signed with a key of this chat's own, encrypted,"
                                + " and sent through the network by the node's plugin shh; nodes on"
                                + " the way see the topic only. The end of input (Ctrl-D) ends it.")
                .footerHeading("%nExample:%n")
                .footer("  peerloom attach chat --password 'our secret' --topic lunch");
        return spec;
    }

    private static OptionSpec option(String name, String description) {
        return OptionSpec.builder(name)
                .paramLabel("TEXT")
                .type(String.class)
                .arity("1")
                .required(true)
                .description(description)
                .build();
    }

    private static int chat(Invocation call, InputStream in)
            throws ConfigurationException, IOException, RpcException, InterruptedException {
        String password = call.value(PASSWORD).orElseThrow();
        ChatTopic topic = ChatTopic.parse(call.value(TOPIC).orElseThrow());
        BlockingQueue<Typed> typed = new SynchronousQueue<>();
        try (IpcClient node = IpcClient.open(call.options().ipc());
                ChatRoom room = ChatRoom.enter(node, password, topic)) {
            (call.has(JSON) ? call.err() : call.out())
                    .printf("You are %s in topic %s. Ctrl-D ends the chat.%n", room.me(), topic);
            Thread.ofPlatform().daemon().name("chat-input").start(() -> type(in, typed));
            boolean goesOn = true;
            while (goesOn) {
                Typed line = typed.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    say(call, room, line.text());
                    goesOn = !line.last();
                }
                for (ChatRoom.Heard heard : room.hear()) {
                    call.out()
                            .println(
                                    call.has(JSON)
                                            ? RunningNodeCalls.line(heard.tree())
                                            : heard.line());
                }
            }
        }
        return ExitCode.OK;
    }

    /** A line that the node does not send is lost, but the chat goes on. */
    private static void say(Invocation call, ChatRoom room, String text) throws IOException {
        if (text.isBlank()) {
            return;
        }
        try {
            room.say(text);
        } catch (RpcException e) {
            call.err().println("not sent: " + Lines.escape(e.text()));
        }
    }

    /** Hands over what is typed, line by line, and then that it has ended. */
    private static void type(InputStream in, BlockingQueue<Typed> typed) {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        try {
            Typed line;
            do {
                line = next(lines);
                typed.put(line);
            } while (!line.last());
        } catch (InterruptedException e) {
            // Nobody interrupts this thread; if one did, the chat would wait for lines in vain.
            throw new IllegalStateException("interrupted while handing over a line", e);
        }
    }

    private static Typed next(BufferedReader lines) {
        try {
            String line = lines.readLine();
            return line == null ? Typed.LAST : new Typed(line, false);
        } catch (IOException e) {
            // A terminal that is gone has no more lines.
            return Typed.LAST;
        }
    }
}
