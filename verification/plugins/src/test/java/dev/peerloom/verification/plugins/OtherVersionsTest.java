package dev.peerloom.verification.plugins;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.peerloom.api.NodeService;
import dev.peerloom.core.Node;
import dev.peerloom.testkit.PluginJar;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A folder plugin with Netty and Bouncy Castle in other versions than the node's: it runs a server
 * of its own on them while the node carries its link on the others.
 */
class OtherVersionsTest {
    private static final Path LIBRARIES = Path.of("target", "other-versions");

    private static final String SOURCE =
            """
            package own.main;

            import dev.peerloom.api.*;
            import io.netty.bootstrap.ServerBootstrap;
            import io.netty.buffer.*;
            import io.netty.channel.*;
            import io.netty.channel.nio.NioEventLoopGroup;
            import io.netty.channel.socket.SocketChannel;
            import io.netty.channel.socket.nio.NioServerSocketChannel;
            import io.netty.util.Version;
            import java.net.*;
            import java.util.*;
            import java.util.concurrent.TimeUnit;
            import org.bouncycastle.crypto.digests.KeccakDigest;
            import org.bouncycastle.jce.provider.BouncyCastleProvider;

            public final class Main implements NodeService, Protocol {
                private EventLoopGroup group;
                private Channel server;

                @Override
                public Collection<? extends Protocol> start(NodeContext node) throws Exception {
                    group = new NioEventLoopGroup(1);
                    server = new ServerBootstrap()
                            .group(group)
                            .channel(NioServerSocketChannel.class)
                            .childHandler(new ChannelInitializer<SocketChannel>() {
                                @Override
                                protected void initChannel(SocketChannel channel) {
                                    channel.pipeline().addLast(new Digest());
                                }
                            })
                            .bind(InetAddress.getLoopbackAddress(), 0).sync().channel();
                    return List.of(this);
                }

                @Override
                public void stop() throws Exception {
                    server.close().sync();
                    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
                }

                /** Answers with the Keccak-256 of what comes. */
                private static final class Digest extends ChannelInboundHandlerAdapter {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        ByteBuf in = (ByteBuf) message;
                        byte[] bytes = ByteBufUtil.getBytes(in);
                        in.release();
                        KeccakDigest digest = new KeccakDigest(256);
                        digest.update(bytes, 0, bytes.length);
                        byte[] hash = new byte[32];
                        digest.doFinal(hash, 0);
                        context.writeAndFlush(Unpooled.wrappedBuffer(hash));
                    }
                }

                @Override public String name() { return "own"; }
                @Override public int version() { return 1; }
                @Override public int length() { return 4; }

                @Override
                public void run(Peer peer, MessageChannel channel) throws Exception {
                    while (true) {
                        Message message = channel.read();
                        if (message.code() == 0) {
                            channel.write(1, ask(message.payload()));
                        } else {
                            String versions = Version.identify(Main.class.getClassLoader())
                                            .get("netty-transport").artifactVersion()
                                    + " " + new BouncyCastleProvider().getVersionStr()
                                    + " " + ByteBuf.class.getModule()
                                    + " " + KeccakDigest.class.getModule();
                            channel.write(3, versions.getBytes());
                        }
                    }
                }

                private byte[] ask(byte[] question) throws Exception {
                    InetSocketAddress address = (InetSocketAddress) server.localAddress();
                    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                        socket.getOutputStream().write(question);
                        return socket.getInputStream().readNBytes(32);
                    }
                }
            }
            """;

    @TempDir Path folder;

    /** The same plugin as a named module, whose libraries are modules, and without descriptor. */
    enum Form {
        NAMED,
        PLAIN
    }

    private Path plugins(Form form) throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        List<Path> libraries = new ArrayList<>();
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(LIBRARIES, "*.jar")) {
            Files.createDirectory(plugins.resolve("own"));
            for (Path jar : jars) {
                libraries.add(Files.copy(jar, plugins.resolve("own").resolve(jar.getFileName())));
            }
        }
        PluginJar main =
                PluginJar.plugin("own")
                        .source("own.main.Main", SOURCE)
                        .provides(NodeService.class, "own.main.Main")
                        .compileAgainst(libraries.toArray(Path[]::new));
        if (form == Form.NAMED) {
            main.module(
                    "own.main",
                    "requires io.netty.buffer;",
                    "requires io.netty.common;",
                    "requires io.netty.transport;",
                    "requires org.bouncycastle.provider;");
        }
        main.writeTo(plugins.resolve("own/own.jar"));
        return plugins;
    }

    @ParameterizedTest
    @EnumSource
    void otherVersionsOfTheNodesOwnLibrariesWorkBesideThem(Form form) throws Exception {
        Caller caller = new Caller("own", 4);
        try (Node node = Node.start(Nodes.config(folder.resolve("node"), plugins(form)));
                Node peer = Nodes.of(folder.resolve("peer"), caller)) {
            assertEquals(List.of(), node.plugins().getFirst().problem().stream().toList());
            peer.connect(node.enode());
            Caller.Session session = caller.session();

            for (int times = 0; times < 20; times++) {
                session.send(0, (byte) 'a', (byte) 'b', (byte) 'c');
                assertEquals(
                        "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45",
                        HexFormat.of().formatHex(session.take().payload()));
            }
            session.send(2);
            String versions = new String(session.take().payload(), StandardCharsets.UTF_8);
            // Netty 4.1 has no module descriptor, Bouncy Castle has one.
            assertTrue(
                    versions.matches(
                            "4\\.1\\.124\\.Final 1\\.7801 unnamed module .*"
                                    + " module org\\.bouncycastle\\.provider"),
                    versions);

            node.unloadPlugin("own");
            session.awaitEnd();
            await().until(
                            () -> {
                                System.gc();
                                return node.lingeringPlugins().isEmpty();
                            });
        }
    }
}
