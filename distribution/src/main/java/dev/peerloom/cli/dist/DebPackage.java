package dev.peerloom.cli.dist;

import dev.peerloom.core.ConfigurationException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.GZIPOutputStream;

/**
 * A distribution as a Debian package: the folder that an archive has, below {@code /usr/lib}, with
 * everything that has a place of its own on such a system put there. Used by one thread.
 */
final class DebPackage implements Packing {
    private static final long KIBIBYTE = 1024;

    private final Plan plan;
    private final Path work;
    private final Path system;

    /** The folder that has all, below a folder that stands for the root of the system. */
    DebPackage(Plan plan, Path work) throws ConfigurationException {
        if (!plan.version().matches("[0-9][A-Za-z0-9.+~-]*")) {
            throw new ConfigurationException(
                    "a Debian package's version begins with a digit and has only letters, digits"
                            + " and . + - ~: "
                            + plan.version());
        }
        if (plan.name().length() < 2) {
            throw new ConfigurationException(
                    "a Debian package's name has two letters at least: " + plan.name());
        }
        this.plan = plan;
        this.work = work;
        system = work.resolve("system");
    }

    @Override
    public Path root() {
        return system.resolve("usr/lib").resolve(plan.name());
    }

    /** What it is called, in the way that Debian has. */
    String fileName() {
        return plan.name() + "_" + plan.version() + "_" + architecture() + ".deb";
    }

    private String architecture() {
        return plan.jdk() ? "amd64" : "all";
    }

    @Override
    public void spread() throws IOException {
        String name = plan.name();
        Path etc = Files.createDirectories(system.resolve("etc").resolve(name));
        move(root().resolve("conf"), etc);
        Files.createSymbolicLink(root().resolve("conf"), Path.of("../../../etc").resolve(name));
        Path bin = Files.createDirectories(system.resolve("usr/bin"));
        Files.createSymbolicLink(bin.resolve(name), Path.of("../lib", name, "bin", name));
        // It is for Windows.
        Files.deleteIfExists(root().resolve("bin").resolve(name + ".cmd"));
        unit();
        manuals();
        Path scripts = root().resolve("completions");
        moveFile(scripts.resolve(name + ".bash"), "usr/share/bash-completion/completions/" + name);
        moveFile(scripts.resolve("_" + name), "usr/share/zsh/vendor-completions/_" + name);
        moveFile(
                scripts.resolve(name + ".fish"),
                "usr/share/fish/vendor_completions.d/" + name + ".fish");
        Files.delete(scripts);
        Path doc = Files.createDirectories(system.resolve("usr/share/doc").resolve(name));
        Files.writeString(
                doc.resolve("copyright"),
                Files.readString(root().resolve("NOTICE"))
                        + "\n"
                        + Files.readString(root().resolve("LICENSE")));
    }

    private void unit() throws IOException {
        Path systemd = root().resolve("systemd");
        Path unit = systemd.resolve(plan.name() + ".service");
        String text =
                Files.readString(unit).replace("/opt/" + plan.name(), "/usr/lib/" + plan.name());
        Path target = Files.createDirectories(system.resolve("usr/lib/systemd/system"));
        // How to install it is said in the comment above the sections, and has been done.
        Files.writeString(
                target.resolve(unit.getFileName()), text.substring(text.indexOf("[Unit]")));
        Folders.delete(systemd);
    }

    private void manuals() throws IOException {
        Path from = root().resolve("man");
        for (Path page : Folders.files(from)) {
            Path target = system.resolve("usr/share/man").resolve(page + ".gz");
            Files.createDirectories(target.getParent());
            // The JDK writes no name and no time into it.
            try (InputStream in = Files.newInputStream(from.resolve(page));
                    GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(target))) {
                in.transferTo(out);
            }
        }
        Folders.delete(from);
    }

    private void moveFile(Path from, String to) throws IOException {
        Path target = system.resolve(to);
        Files.createDirectories(target.getParent());
        Files.move(from, target);
    }

    private static void move(Path from, Path to) throws IOException {
        Folders.copy(from, to, file -> true);
        Folders.delete(from);
    }

    @Override
    public Path pack(Tools tools) throws ConfigurationException, IOException {
        Path control = Files.createDirectory(work.resolve("control"));
        long bytes = 0;
        StringBuilder sums = new StringBuilder();
        for (Path file : Folders.files(system)) {
            bytes += Files.size(system.resolve(file));
            String sum = Folders.sum(system.resolve(file), "MD5");
            sums.append(sum).append("  ").append(file).append('\n');
        }
        Files.writeString(control.resolve("md5sums"), sums);
        Files.writeString(control.resolve("control"), control(bytes));
        Files.writeString(
                control.resolve("conffiles"), "/etc/%1$s/%1$s.toml\n".formatted(plan.name()));
        for (String script : new String[] {"postinst", "prerm", "postrm"}) {
            Path file = control.resolve(script);
            Files.writeString(file, script(script));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path archive = work.resolve(fileName());
        tools.run("deb", control.toString(), system.toString(), archive.toString());
        return archive;
    }

    private String control(long bytes) {
        String needs =
                plan.jdk()
                        ? "Depends: libc6"
                        : "Depends: java25-runtime-headless | java-runtime-headless (>= 25)";
        return """
               Package: %s
               Version: %s
               Architecture: %s
               Section: net
               Priority: optional
               Maintainer: %1$s
               Installed-Size: %d
               %s
               Description: %s
                A devp2p node: many protocols over one encrypted link, each a plugin.
                .
                To run it as a service: systemctl enable --now %1$s
               """
                .formatted(
                        plan.name(),
                        plan.version(),
                        architecture(),
                        (bytes + KIBIBYTE - 1) / KIBIBYTE,
                        needs,
                        plan.banner().isEmpty() ? "a devp2p node" : plan.banner());
    }

    private String script(String name) throws IOException {
        try (InputStream text = DebPackage.class.getResourceAsStream("deb/" + name + ".txt")) {
            if (text == null) {
                throw new IllegalStateException("the module lacks deb/" + name);
            }
            return new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("NAME", plan.name());
        }
    }
}
