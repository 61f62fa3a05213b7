package org.ringlab.host.unit;

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
 */
record Ifcfg(String name, Map<String, String> values) {
    static Optional<Ifcfg> read(FileSystem files, String name) {
        Map<String, String> values = new TreeMap<>();
        try {
            assign(values, files.read("/etc/sysconfig/network"));
        } catch (FileException none) {
            values.clear();
        }
        try {
            assign(values, files.read(NetworkFiles.SCRIPTS + "ifcfg-" + name));
        } catch (FileException none) {
            return Optional.empty();
        }
        return Optional.of(new Ifcfg(name, values));
    }

    private static void assign(Map<String, String> values, String text) {
        for (String line : text.split("\n")) {
            List<String> words =
                    line.strip().startsWith("#") ? List.of() : Words.split(line).orElse(List.of());
            String word = words.isEmpty() ? "" : words.getFirst();
            int equals = word.indexOf('=');
            if (equals > 0 && (words.size() == 1 || words.get(1).startsWith("#"))) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
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

    /** The interface it is about. */
    String device() {
        return get("DEVICE").isEmpty() ? name : get("DEVICE");
    }
}
