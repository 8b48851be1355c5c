package dev.peerloom.cli.scaffold;

/** What the new project is built with. */
public enum BuildTool {
    MAVEN("Maven", "target"),
    GRADLE("Gradle", "build");

    private final String title;
    private final String output;

    BuildTool(String title, String output) {
        this.title = title;
        this.output = output;
    }

    /** The name that people know it by. */
    public String title() {
        return title;
    }

    /** The folder that it writes to, in that of the project. */
    public String output() {
        return output;
    }

    /** The command that builds and tests. */
    public String command() {
        return this == MAVEN ? "mvn verify" : "gradle build";
    }
}
