package org.ringlab.host.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;
import org.ringlab.netfilter.packet.Ipv4Address;

/** Name resolution of a host: dotted addresses, {@code /etc/hosts}, then the servers of {@code /etc/resolv.conf}. */
final class Names {
    private Names() {}

    static Optional<Ipv4Address> address(Session session, String name) {
        return addresses(session, name).stream().findFirst();
    }

    /** All addresses of a name, in the order they are tried. */
    static List<Ipv4Address> addresses(Session session, String name) {
        Optional<Ipv4Address> dotted = Ipv4Address.parse(name);
        if (dotted.isPresent()) {
            return List.of(dotted.get());
        }
        try {
            for (String line : Texts.lines(session.files().read("/etc/hosts"))) {
                String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
                for (int i = 1; i < words.length; i++) {
                    if (words[i].equalsIgnoreCase(name)) {
                        return Ipv4Address.parse(words[0]).stream().toList();
                    }
                }
            }
        } catch (FileException e) {
            // without the file no name is known
        }
        return DnsLookup.resolve(session, name);
    }

    /** All names of {@code /etc/hosts}. */
    static Map<String, Ipv4Address> hosts(FileSystem files) {
        Map<String, Ipv4Address> names = new LinkedHashMap<>();
        try {
            for (String line : Texts.lines(files.read("/etc/hosts"))) {
                String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
                Optional<Ipv4Address> address = Ipv4Address.parse(words[0]);
                for (int i = 1; i < words.length && address.isPresent(); i++) {
                    names.putIfAbsent(words[i], address.get());
                }
            }
        } catch (FileException e) {
            // without the file no name is known
        }
        return names;
    }

    /** The first name {@code /etc/hosts} has for an address. */
    static Optional<String> name(Session session, Ipv4Address address) {
        try {
            for (String line : Texts.lines(session.files().read("/etc/hosts"))) {
                String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
                if (words.length > 1 && words[0].equals(address.toString())) {
                    return Optional.of(words[1]);
                }
            }
        } catch (FileException e) {
            // without the file no name is known
        }
        return Optional.empty();
    }
}
