package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.dhcp.DhcpMessage;
import org.ringlab.host.dhcp.DhcpRange;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;

/** dnsmasq's options, from its command line and from its configuration file (src/option.c). */
final class DnsmasqOptions {
    private static final long SHORTEST_LEASE = 120;

    /** Letters and the words they stand for; a colon behind those with a value. */
    private static final Map<Character, String> LETTERS = Map.ofEntries(
            Map.entry('i', "interface:"),
            Map.entry('I', "except-interface:"),
            Map.entry('a', "listen-address:"),
            Map.entry('z', "bind-interfaces"),
            Map.entry('p', "port:"),
            Map.entry('F', "dhcp-range:"),
            Map.entry('O', "dhcp-option:"),
            Map.entry('G', "dhcp-host:"),
            Map.entry('l', "dhcp-leasefile:"),
            Map.entry('d', "no-daemon"),
            Map.entry('k', "keep-in-foreground"),
            Map.entry('C', "conf-file:"),
            Map.entry('r', "resolv-file:"),
            Map.entry('S', "server:"),
            Map.entry('A', "address:"),
            Map.entry('R', "no-resolv"),
            Map.entry('h', "no-hosts"),
            Map.entry('q', "log-queries"),
            Map.entry('x', "pid-file:"),
            Map.entry('K', "dhcp-authoritative"),
            Map.entry('5', "no-ping"),
            Map.entry('u', "user:"),
            Map.entry('g', "group:"),
            Map.entry('o', "strict-order"),
            Map.entry('s', "domain:"),
            Map.entry('E', "expand-hosts"),
            Map.entry('X', "dhcp-lease-max:"),
            Map.entry('v', "version"),
            Map.entry('w', "help"));

    private static final List<String> WORDS = List.of(
            "bind-dynamic",
            "log-dhcp",
            "dhcp-sequential-ip",
            "leasefile-ro",
            "dhcp-no-override",
            "log-facility:",
            "dhcp-ignore-names",
            "no-negcache",
            "cache-size:",
            "no-poll",
            "bogus-priv",
            "domain-needed",
            "enable-tftp",
            "tftp-root:",
            "dhcp-boot:");

    private static final Map<String, Integer> OPTION_NAMES =
            Map.of("netmask", 1, "router", 3, "dns-server", 6, "domain-name", 15, "mtu", 26, "broadcast", 28);

    final List<String> interfaces = new ArrayList<>();
    final List<Ipv4Address> servers = new ArrayList<>();
    final Map<String, Ipv4Address> addresses = new LinkedHashMap<>();
    final Map<String, String> values = new HashMap<>();
    private final List<String> ranges = new ArrayList<>();
    private final Map<Integer, Bytes> dhcpOptions = new LinkedHashMap<>();
    private final List<DhcpRange.Fixed> fixed = new ArrayList<>();

    boolean has(String word) {
        return values.containsKey(word);
    }

    String value(String word, String fallback) {
        return values.getOrDefault(word, fallback);
    }

    /** Takes a command line; the complaint about its first mistake, empty where there is none. */
    Optional<String> commandLine(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            String word;
            Optional<String> value = Optional.empty();
            if (arg.startsWith("--")) {
                int equals = arg.indexOf('=');
                word = find(arg.substring(2, equals < 0 ? arg.length() : equals));
                value = equals < 0 ? Optional.empty() : Optional.of(arg.substring(equals + 1));
            } else if (arg.startsWith("-") && arg.length() > 1) {
                word = LETTERS.getOrDefault(arg.charAt(1), "");
                value = word.endsWith(":") && arg.length() > 2 ? Optional.of(arg.substring(2)) : Optional.empty();
                if (!word.endsWith(":") && arg.length() > 2) {
                    word = "";
                }
            } else {
                return Optional.of("junk found in command line");
            }
            if (word.isEmpty()) {
                return Optional.of("bad command line options: try --help");
            }
            if (word.endsWith(":") && value.isEmpty()) {
                if (++i == args.size()) {
                    return Optional.of("bad command line options: try --help");
                }
                value = Optional.of(args.get(i));
            }
            Optional<String> mistake = take(word.replace(":", ""), value.orElse(""));
            if (mistake.isPresent()) {
                return mistake.map(m -> "bad command line options: " + m);
            }
        }
        return Optional.empty();
    }

    /** Takes the lines of a configuration file. */
    Optional<String> file(String name, String text) {
        int number = 0;
        for (String line : Texts.lines(text)) {
            number++;
            String plain = line.replaceFirst("(^|\\s)#.*", "").strip();
            if (plain.isEmpty()) {
                continue;
            }
            int equals = plain.indexOf('=');
            String word = find(equals < 0 ? plain : plain.substring(0, equals).strip());
            Optional<String> mistake = word.isEmpty()
                    ? Optional.of("bad option")
                    : take(
                            word.replace(":", ""),
                            equals < 0 ? "" : plain.substring(equals + 1).strip());
            if (mistake.isPresent()) {
                return Optional.of(mistake.get() + " at line " + number + " of " + name);
            }
        }
        return Optional.empty();
    }

    private static String find(String word) {
        return LETTERS.values().stream()
                .filter(w -> w.replace(":", "").equals(word))
                .findFirst()
                .or(() -> WORDS.stream()
                        .filter(w -> w.replace(":", "").equals(word))
                        .findFirst())
                .orElse("");
    }

    private Optional<String> take(String word, String value) {
        switch (word) {
            case "interface" -> interfaces.addAll(List.of(value.split(",")));
            case "dhcp-range" -> {
                if (range(value).isEmpty()) {
                    return Optional.of("bad dhcp-range");
                }
                ranges.add(value);
            }
            case "dhcp-option" -> {
                return option(value);
            }
            case "dhcp-host" -> {
                return host(value);
            }
            case "dhcp-boot" -> boot(value);
            case "server" -> {
                Optional<Ipv4Address> server = Ipv4Address.parse(value.replaceFirst("#53$", ""));
                server.ifPresent(servers::add);
                return server.isPresent() ? Optional.empty() : Optional.of("bad address");
            }
            case "address" -> {
                String[] parts = value.split("/");
                Optional<Ipv4Address> address = parts.length == 3 ? Ipv4Address.parse(parts[2]) : Optional.empty();
                address.ifPresent(a -> addresses.put(parts[1], a));
                return address.isPresent() ? Optional.empty() : Optional.of("bad address");
            }
            case "port" -> {
                if (!value.matches("\\d{1,5}")) {
                    return Optional.of("bad port");
                }
                values.put(word, value);
            }
            default -> values.put(word, value);
        }
        return Optional.empty();
    }

    private Optional<String> option(String value) {
        List<String> parts = new ArrayList<>(List.of(value.split(",", -1)));
        parts.removeIf(p -> p.startsWith("tag:"));
        String name = parts.isEmpty() ? "" : parts.removeFirst().replaceFirst("^option:", "");
        Optional<Integer> number =
                OPTION_NAMES.containsKey(name) ? Optional.ofNullable(OPTION_NAMES.get(name)) : Texts.number(name);
        if (number.isEmpty() || number.get() < 1 || number.get() > 254) {
            return Optional.of("bad dhcp-option");
        }
        Bytes bytes = Bytes.EMPTY;
        for (String part : parts) {
            Optional<Ipv4Address> address = Ipv4Address.parse(part);
            if (address.isPresent()) {
                bytes = bytes.plus(DhcpMessage.of(address.get()));
            } else if (number.get() == DhcpMessage.MTU && part.matches("\\d{1,5}")) {
                int mtu = Integer.parseInt(part);
                bytes = Bytes.of(new byte[] {(byte) (mtu >>> 8), (byte) mtu});
            } else if (!part.isEmpty()) {
                bytes = Bytes.utf8(part);
            }
        }
        dhcpOptions.put(number.get(), bytes);
        return Optional.empty();
    }

    /** {@code FILE[,NAME[,ADDRESS]]}: what stations boot, and from whom. */
    private void boot(String value) {
        String[] parts = value.split(",", -1);
        dhcpOptions.put(DhcpMessage.BOOT_FILE, Bytes.utf8(parts[0]));
        if (parts.length > 2 && Ipv4Address.parse(parts[2]).isPresent()) {
            dhcpOptions.put(DhcpMessage.BOOT_SERVER, Bytes.utf8(parts[2]));
        }
    }

    private Optional<String> host(String value) {
        Optional<MacAddress> mac = Optional.empty();
        Optional<Ipv4Address> address = Optional.empty();
        Optional<String> name = Optional.empty();
        for (String part : value.split(",")) {
            if (MacAddress.parse(part).isPresent()) {
                mac = MacAddress.parse(part);
            } else if (Ipv4Address.parse(part).isPresent()) {
                address = Ipv4Address.parse(part);
            } else if (seconds(part).isEmpty()) {
                name = Optional.of(part);
            }
        }
        if (mac.isEmpty()) {
            return Optional.of("bad dhcp-host");
        }
        fixed.add(new DhcpRange.Fixed(mac.get(), address, name));
        return Optional.empty();
    }

    /** Seconds in {@code 120}, {@code 2m}, {@code 12h}, {@code 1d}, {@code infinite}; at least two minutes. */
    static Optional<Long> seconds(String text) {
        if (text.equals("infinite")) {
            return Optional.of(0xFFFF_FFFFL);
        }
        if (!text.matches("\\d{1,8}[smhdw]?")) {
            return Optional.empty();
        }
        char unit = text.charAt(text.length() - 1);
        long number = Long.parseLong(Character.isDigit(unit) ? text : text.substring(0, text.length() - 1));
        long factor = switch (unit) {
            case 'm' -> 60;
            case 'h' -> 3600;
            case 'd' -> 86_400;
            case 'w' -> 604_800;
            default -> 1;
        };
        return Optional.of(Math.max(SHORTEST_LEASE, number * factor));
    }

    /** {@code [interface:NAME,]FROM,TO[,NETMASK[,BROADCAST]][,LEASE]}; {@code static} for TO lends written-down addresses only. */
    private Optional<DhcpRange> range(String value) {
        List<String> parts = new ArrayList<>(List.of(value.split(",", -1)));
        parts.removeIf(p -> p.startsWith("set:") || p.startsWith("tag:") || p.startsWith("interface:"));
        if (parts.size() < 2) {
            return Optional.empty();
        }
        Optional<Ipv4Address> from = Ipv4Address.parse(parts.get(0));
        boolean written = parts.get(1).equals("static");
        Optional<Ipv4Address> to = written ? from : Ipv4Address.parse(parts.get(1));
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        long lease = DhcpRange.DEFAULT_LEASE;
        for (String part : parts.subList(2, parts.size())) {
            if (Ipv4Address.parse(part).isPresent()) {
                continue;
            }
            Optional<Long> seconds = seconds(part);
            if (seconds.isEmpty()) {
                return Optional.empty();
            }
            lease = seconds.get();
        }
        boolean turned = (from.get().bits() & 0xFFFF_FFFFL) > (to.get().bits() & 0xFFFF_FFFFL);
        return Optional.of(new DhcpRange(
                "",
                turned ? to.get() : from.get(),
                turned ? from.get() : to.get(),
                lease,
                dhcpOptions,
                fixed,
                has("dhcp-sequential-ip"),
                !has("no-ping"),
                has("dhcp-authoritative")));
    }

    /** What is lent, with all options in force. */
    List<DhcpRange> ranges() {
        return ranges.stream().flatMap(r -> range(r).stream()).toList();
    }
}
