package dev.peerloom.cli.dist;

import dev.peerloom.core.ConfigurationException;

import java.util.Arrays;
import java.util.List;

/** What kind of file or folder a distribution is made as. */
public enum Form {
    /** What a user unpacks. */
    ARCHIVE("archive"),
    /** A package for Debian and what is made of it. */
    DEB("deb"),
    /** A folder with a native launcher, by the JDK's jpackage. */
    APP_IMAGE("app-image");

    private final String label;

    Form(String label) {
        this.label = label;
    }

    /** The labels of all. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(form -> form.label).toList();
    }

    /** The one with a label. */
    public static Form parse(String text) throws ConfigurationException {
        return Arrays.stream(values())
                .filter(form -> form.label.equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                new ConfigurationException(
                                        "--type is one of " + String.join(", ", labels())));
    }
}
