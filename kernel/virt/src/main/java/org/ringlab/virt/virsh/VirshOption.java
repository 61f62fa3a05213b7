package org.ringlab.virt.virsh;

import java.util.ArrayList;
import java.util.List;

/**
 * An option of a command of virsh (vshCmdOptDef).
 *
 * @param name what follows {@code --}
 * @param kind what it takes
 * @param required whether the command needs it
 * @param positional whether its value may stand without its name
 */
record VirshOption(String name, Kind kind, boolean required, boolean positional) {
    /** What an option takes. */
    enum Kind {
        /** Nothing. */
        BOOL,
        /** A text. */
        STRING,
        /** A number. */
        INT,
        /** A text that is most of what the command is about. */
        DATA,
        /** All words that are left. */
        ARGV
    }

    /**
     * Options as a line: {@code <domain>} is needed and may stand bare, {@code [file]} may be left out, {@code {mode}} has
     * to be named, {@code <#count>} and {@code [#count]} are numbers, {@code <words...>} takes the rest, {@code --all} is a
     * switch.
     */
    static List<VirshOption> list(String line) {
        List<VirshOption> options = new ArrayList<>();
        for (String word : line.isBlank() ? new String[0] : line.strip().split(" +")) {
            if (word.startsWith("--")) {
                boolean named = word.endsWith("=");
                options.add(new VirshOption(
                        word.substring(2, word.length() - (named ? 1 : 0)),
                        named ? Kind.INT : Kind.BOOL,
                        named,
                        named));
                continue;
            }
            boolean required = word.startsWith("<");
            boolean positional = !word.startsWith("{");
            String inner = word.substring(1, word.length() - 1);
            boolean rest = inner.endsWith("...");
            boolean number = inner.startsWith("#");
            String name = inner.replace("...", "").replace("#", "");
            Kind kind = rest ? Kind.ARGV : number ? Kind.INT : required ? Kind.DATA : Kind.STRING;
            options.add(new VirshOption(name, kind, required, positional));
        }
        return List.copyOf(options);
    }

    /** As a synopsis shows it. */
    String synopsis() {
        return switch (kind) {
            case BOOL -> "[--" + name + "]";
            case DATA -> "<" + name + ">";
            case ARGV -> required ? "<" + name + ">..." : "[<" + name + ">]...";
            case STRING -> required ? "<" + name + ">" : "[--" + name + " <string>]";
            case INT -> required ? "<" + name + ">" : "[--" + name + " <number>]";
        };
    }
}
