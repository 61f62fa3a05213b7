package org.ringlab.host.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.NetworkFiles;
import org.ringlab.host.shell.Words;

/**
 * A file {@code ifcfg-NAME}: shell assignments, which the scripts read as a shell does ({@code KEY=value}, quotes, no blanks
 * around the equals sign). What {@code /etc/sysconfig/network} says holds where the file doesn't.
 *
 * @param name behind {@code ifcfg-}
 * @param values what is assigned
 * @param complaints what a shell says of lines that are none of that, behind the file's path
 */
record Ifcfg(String name, Map<String, String> values, List<String> complaints) {
    static Optional<Ifcfg> read(FileSystem files, String name) {
        Map<String, String> values = new TreeMap<>();
        List<String> complaints = new ArrayList<>();
        try {
            assign(values, files.read("/etc/sysconfig/network"), new ArrayList<>());
        } catch (FileException none) {
            values.clear();
        }
        try {
            assign(values, files.read(NetworkFiles.SCRIPTS + "ifcfg-" + name), complaints);
        } catch (FileException none) {
            return Optional.empty();
        }
        return Optional.of(new Ifcfg(name, values, List.copyOf(complaints)));
    }

    private static void assign(Map<String, String> values, String text, List<String> complaints) {
        String[] lines = text.split("\n");
        for (int i = 0; i < lines.length; i++) {
            // a carriage return is a character like others to a shell
            String line = lines[i];
            List<String> words =
                    line.strip().startsWith("#") ? List.of() : Words.split(line).orElse(List.of());
            int command = 0;
            while (command < words.size() && words.get(command).indexOf('=') > 0) {
                command++;
            }
            if (command == words.size() || words.get(command).startsWith("#")) {
                for (String word : words.subList(0, command)) {
                    int equals = word.indexOf('=');
                    values.put(word.substring(0, equals), word.substring(equals + 1));
                }
            } else {
                complaints.add("line " + (i + 1) + ": " + words.get(command) + ": command not found");
            }
        }
    }

    /** A value; empty where there is none. */
    String get(String key) {
        return values.getOrDefault(key, "");
    }

    boolean is(String key, String value) {
        return get(key).equalsIgnoreCase(value);
    }

    /** Whether it is about a bridge: the word has to be exactly so. */
    boolean isBridge() {
        return get("TYPE").equals("Bridge");
    }

    /** Whether its address comes from a server. */
    boolean isDynamic() {
        return get("BOOTPROTO").equals("dhcp") || get("BOOTPROTO").equals("bootp");
    }

    /** The interface it is about. */
    String device() {
        return get("DEVICE").isEmpty() ? name : get("DEVICE");
    }
}
