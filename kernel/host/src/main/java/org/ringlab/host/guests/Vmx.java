package org.ringlab.host.guests;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A guest's file of ESXi and Workstation: lines {@code key = "value"}. */
public record Vmx(Map<String, String> values) {
    private static final int MOST = 1 << 20;

    /** Reads a file; lines of another form are passed over, as the products do. */
    public static Vmx read(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.strip().startsWith("#")) {
                String value = line.substring(equals + 1).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                values.put(line.substring(0, equals).strip(), quoted ? value.substring(1, value.length() - 1) : value);
            }
        }
        return new Vmx(values);
    }

    /** A value, or what stands for it where there is none. */
    public String value(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    /** A number from 1, or {@code otherwise} where the key is missing; empty where it is none. */
    public Optional<Integer> number(String key, int otherwise) {
        String text = value(key, String.valueOf(otherwise));
        return text.matches("\\d{1,7}")
                ? Optional.of(Integer.parseInt(text)).filter(n -> n > 0 && n <= MOST)
                : Optional.empty();
    }
}
