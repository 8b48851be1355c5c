package dev.peerloom.site;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Run by the build: makes the site, and fails if a link leads nowhere. */
public final class SiteMain {
    private SiteMain() {}

    /** Takes the folders of the project, the reference, the Javadoc, and of the site to make. */
    public static void main(String[] args) throws IOException {
        Path project = Path.of(args[0]).toAbsolutePath().normalize();
        Site site = new Site(project, Path.of(args[1]), Path.of(args[2]));
        List<String> broken = new ArrayList<>(new Links(project, Sources.read(project)).broken());
        broken.addAll(site.write(Path.of(args[3])));
        if (!broken.isEmpty()) {
            throw new IllegalStateException(
                    "links that lead nowhere:\n" + String.join("\n", broken));
        }
    }
}
