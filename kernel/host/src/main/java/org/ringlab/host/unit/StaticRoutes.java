package org.ringlab.host.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.NetworkFiles;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.packet.Ipv4Address;

/** {@code ifup-routes}: the files {@code route-NAME} and {@code rule-NAME} of an interface. */
record StaticRoutes(Session session, Streams io) {
    private static final int MAX_ROUTES = 256;

    void add(String name, String device) {
        lines("route-" + name, device);
        lines("rule-" + name, device);
    }

    /** Lines for {@code ip route add}, or {@code ADDRESS0=}, {@code NETMASK0=}, {@code GATEWAY0=}. */
    private void lines(String name, String device) {
        String text;
        try {
            text = session.files().read(NetworkFiles.SCRIPTS + name);
        } catch (FileException none) {
            return;
        }
        if (text.matches("(?s).*(^|\n)[ \t]*ADDRESS[0-9]+=.*")) {
            numbered(text, device);
            return;
        }
        for (String line : text.split("\n")) {
            String words = line.replaceFirst("#.*", "").strip();
            if (!words.isEmpty()) {
                List<String> all = new ArrayList<>(List.of(name.substring(0, name.indexOf('-')), "add"));
                all.addAll(List.of(words.split("[ \t]+")));
                Commands.run(session, "ip", all, io);
            }
        }
    }

    private void numbered(String text, String device) {
        for (int i = 0; i < MAX_ROUTES; i++) {
            Optional<String> address = value(text, "ADDRESS" + i);
            if (address.isEmpty()) {
                continue;
            }
            int ones = value(text, "NETMASK" + i)
                    .flatMap(Ipv4Address::parse)
                    .map(mask -> Integer.bitCount(mask.bits()))
                    .orElse(32);
            List<String> words = new ArrayList<>(List.of("route", "add", address.get() + "/" + ones));
            value(text, "GATEWAY" + i).ifPresent(gateway -> words.addAll(List.of("via", gateway)));
            words.addAll(List.of("dev", device));
            Commands.run(session, "ip", words, io);
        }
    }

    private static Optional<String> value(String text, String key) {
        return text.lines()
                .map(String::strip)
                .filter(line -> line.startsWith(key + "="))
                .map(line -> line.substring(key.length() + 1).replaceAll("[\"']", ""))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }
}
