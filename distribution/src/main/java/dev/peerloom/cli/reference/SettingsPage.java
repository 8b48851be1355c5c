package dev.peerloom.cli.reference;

import dev.peerloom.cli.settings.Setting;

/** Every setting with its three names. */
public final class SettingsPage {
    private SettingsPage() {}

    /** The page. */
    public static String write() {
        Markdown page =
                new Markdown(
                        "Settings",
                        "Each is an option, an environment variable and a key of the configuration"
                                + " file; an option comes before the environment, the environment"
                                + " before the file. [Running a node](../operating.md) tells more."
                                + " Plugins describe their own: [eth](../../plugins/eth/README.md),"
                                + " [shh](../../plugins/shh/README.md),"
                                + " [bzz](../../plugins/bzz/README.md).\n");
        page.columns("key", "value", "environment", "what it is", "changes");
        for (Setting setting : Setting.values()) {
            page.row(
                    Markdown.quoted(setting.inFile() ? setting.key() : setting.flag()),
                    Markdown.quoted(setting.label()),
                    Markdown.quoted(setting.variable()),
                    Markdown.plain(setting.help()),
                    setting.canChange() ? "on SIGHUP" : "with a restart");
        }
        return page.toString();
    }
}
