package org.ringlab.host.unit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.NetworkFiles;

/**
 * A connection profile of NetworkManager, kept in a file {@code ifcfg-NAME} as its plugin ifcfg-rh does.
 *
 * @param file behind {@code ifcfg-}
 * @param values what the file assigns
 */
public record NmConnection(String file, Map<String, String> values) {
    private static final String FOLDER = NetworkFiles.SCRIPTS.substring(0, NetworkFiles.SCRIPTS.length() - 1);

    /** All that NetworkManager looks after, by file. */
    static List<NmConnection> all(FileSystem files) {
        List<NmConnection> all = new ArrayList<>();
        try {
            for (String name : files.list(FOLDER)) {
                boolean ignored = name.matches(".*(~|\\.bak|\\.old|\\.orig|\\.rpmnew|\\.rpmorig|\\.rpmsave)");
                if (name.startsWith("ifcfg-") && !name.equals("ifcfg-lo") && name.indexOf(':') < 0 && !ignored) {
                    Ifcfg.read(files, name.substring("ifcfg-".length()))
                            .map(file -> new NmConnection(file.name(), file.values()))
                            .filter(c -> !c.get("NM_CONTROLLED").equalsIgnoreCase("no"))
                            .ifPresent(all::add);
                }
            }
        } catch (FileException none) {
            return List.of();
        }
        return all;
    }

    /** A value of the file; empty where there is none. */
    public String get(String key) {
        return values.getOrDefault(key, "");
    }

    /** The profile's name. */
    public String name() {
        return get("NAME").isEmpty() ? "System " + (device().isEmpty() ? file : device()) : get("NAME");
    }

    /** Its identifier; of a file without one it follows from the file's name. */
    public String uuid() {
        return get("UUID").isEmpty()
                ? UUID.nameUUIDFromBytes((NetworkFiles.SCRIPTS + "ifcfg-" + file).getBytes(StandardCharsets.UTF_8))
                        .toString()
                : get("UUID");
    }

    /** {@code bridge} or {@code ethernet}; NetworkManager compares without regard to capitals. */
    public String type() {
        return get("TYPE").equalsIgnoreCase("Bridge") ? "bridge" : "ethernet";
    }

    /** The interface it is for; empty for any. */
    public String device() {
        return get("DEVICE");
    }

    /** The bridge that it makes its interface a port of; empty for none. */
    public String master() {
        return get("BRIDGE");
    }

    /** Whether it comes up by itself. */
    public boolean isAutomatic() {
        return !get("ONBOOT").equalsIgnoreCase("no");
    }

    /** Whether its address comes from a server. */
    public boolean isDynamic() {
        return get("BOOTPROTO").toLowerCase(Locale.ROOT).matches("dhcp|bootp");
    }

    /** Its first address with prefix; empty where the file has none. */
    public Optional<String> address() {
        if (get("IPADDR").isEmpty()) {
            return Optional.empty();
        }
        String prefix = get("PREFIX").isEmpty() ? prefix(get("NETMASK")) : get("PREFIX");
        return Optional.of(get("IPADDR") + "/" + prefix);
    }

    private static String prefix(String mask) {
        int bits = 0;
        for (String part : mask.split("\\.")) {
            bits += part.matches("\\d{1,3}") ? Integer.bitCount(Integer.parseInt(part) & 255) : 0;
        }
        return String.valueOf(mask.isEmpty() ? 24 : bits);
    }

    /** The same with other values; those that are empty go. */
    public NmConnection with(Map<String, String> changed) {
        Map<String, String> all = new TreeMap<>(values);
        all.putAll(changed);
        all.values().removeIf(String::isEmpty);
        return new NmConnection(file, all);
    }

    /** The file's text. */
    String text() {
        StringBuilder text = new StringBuilder();
        values.forEach((key, value) -> text.append(key)
                .append('=')
                .append(
                        value.matches("[A-Za-z0-9._:/+-]*")
                                ? value
                                : "\"" + value.replaceAll("([\"\\\\$`])", "\\\\$1") + "\"")
                .append('\n'));
        return text.toString();
    }
}
