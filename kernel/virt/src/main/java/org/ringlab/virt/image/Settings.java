package org.ringlab.virt.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What an image is created with: a format's own list of settings, in the order the program shows them.
 *
 * @param version whose list
 * @param known names with their defaults; empty for those without
 * @param given what was asked for
 */
record Settings(QemuVersion version, Map<String, String> known, Map<String, String> given) {
    private static final List<String> LISTED_ONLY =
            List.of("encryption", "compression_type", "extended_l2", "refcount_bits");

    /** Checks what was asked for against a format's list. */
    static Settings of(QemuVersion version, ImageFormat format, Map<String, String> given) throws ImageException {
        Map<String, String> known = version == QemuVersion.V1_5_3 ? old(format) : recent(format);
        for (Map.Entry<String, String> word : given.entrySet()) {
            String name = word.getKey();
            if (!known.containsKey(name)) {
                if (name.startsWith("backing_")) {
                    continue;
                }
                throw new ImageException(
                        version == QemuVersion.V1_5_3
                                ? "Unknown option '" + name + "'"
                                : "Invalid parameter '" + name + "'");
            }
            String fixed = known.get(name);
            if (LISTED_ONLY.contains(name) && !word.getValue().equals(fixed)) {
                throw new ImageException("not simulated: " + name + "=" + word.getValue());
            }
        }
        return new Settings(version, known, given);
    }

    private static Map<String, String> recent(ImageFormat format) {
        return switch (format) {
            case RAW -> list("size", "preallocation");
            case QCOW2 ->
                list(
                        "cluster_size=65536",
                        "preallocation",
                        "extended_l2=off",
                        "compression_type=zlib",
                        "size",
                        "compat",
                        "backing_file",
                        "backing_fmt",
                        "lazy_refcounts=off",
                        "refcount_bits=16");
            case VMDK -> list("size", "adapter_type", "compat6=off", "hwversion=undefined", "subformat");
            case VDI -> list("size", "static=off");
        };
    }

    private static Map<String, String> old(ImageFormat format) {
        return switch (format) {
            case RAW -> list("size");
            case QCOW2 ->
                list(
                        "size",
                        "compat",
                        "backing_file",
                        "backing_fmt",
                        "encryption=off",
                        "cluster_size=65536",
                        "preallocation",
                        "lazy_refcounts=off");
            case VMDK -> list("size", "compat6=off", "zeroed_grain=off");
            case VDI -> list("size", "static=off");
        };
    }

    private static Map<String, String> list(String... words) {
        Map<String, String> list = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            list.put(equals < 0 ? word : word.substring(0, equals), equals < 0 ? "" : word.substring(equals + 1));
        }
        return list;
    }

    String text(String name, String fallback) {
        return given.getOrDefault(name, fallback);
    }

    long number(String name, long fallback) {
        return Sizes.parse(text(name, "")).orElse(fallback);
    }

    OptionalLong size() {
        return Sizes.parse(text("size", ""));
    }

    /** The settings as the program shows them while it formats; the old one quotes texts and ends with a blank. */
    String shown(long size) {
        List<String> words = new ArrayList<>();
        known.forEach((name, fallback) -> {
            String value = name.equals("size") ? String.valueOf(size) : text(name, fallback);
            if (!value.isEmpty()) {
                boolean text = name.startsWith("backing_") || name.equals("compat") || name.equals("preallocation");
                boolean bytes = name.equals("cluster_size");
                String shown = bytes ? String.valueOf(number(name, Long.parseLong(fallback))) : value;
                words.add(name + "=" + (text && version == QemuVersion.V1_5_3 ? "'" + shown + "'" : shown));
            }
        });
        return String.join(" ", words) + (version == QemuVersion.V1_5_3 ? " " : "");
    }
}
