package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The words of one {@code conntrack} command, checked as the program checks them (conntrack-tools, src/conntrack.c). */
final class ConntrackOptions {
    static final String TOOL = "conntrack v1.4.7 (conntrack-tools)";

    /** Commands by their names. */
    private static final Map<String, Character> COMMANDS = Map.ofEntries(
            Map.entry("dump", 'L'),
            Map.entry("get", 'G'),
            Map.entry("delete", 'D'),
            Map.entry("create", 'I'),
            Map.entry("add", 'A'),
            Map.entry("update", 'U'),
            Map.entry("event", 'E'),
            Map.entry("flush", 'F'),
            Map.entry("count", 'C'),
            Map.entry("stats", 'S'),
            Map.entry("version", 'V'),
            Map.entry("help", 'h'));

    /** Options by their names; the first name of each is the one complaints use. */
    private static final Map<String, Character> NAMES = names();

    /** Options whose value may be missing. */
    private static final String OPTIONAL = "ngj";

    private static final String FLAGS = "z";
    private static final String FILTERS = "sdrqpfuwngjmo";

    /** What ports and states are called, by protocol. */
    private static final List<String> PORTS =
            List.of("sport", "orig-port-src", "dport", "orig-port-dst", "reply-port-src", "reply-port-dst");

    private static final List<String> ICMP = List.of("icmp-type", "icmp-code", "icmp-id");

    private final Set<Character> commands = new LinkedHashSet<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private final List<String> operands = new ArrayList<>();
    private Optional<String> complaint = Optional.empty();

    private static Map<String, Character> names() {
        Map<String, Character> names = new LinkedHashMap<>();
        names.put("src", 's');
        names.put("orig-src", 's');
        names.put("dst", 'd');
        names.put("orig-dst", 'd');
        names.put("reply-src", 'r');
        names.put("reply-dst", 'q');
        names.put("protonum", 'p');
        names.put("proto", 'p');
        names.put("timeout", 't');
        names.put("status", 'u');
        names.put("zero", 'z');
        names.put("event-mask", 'e');
        names.put("mark", 'm');
        names.put("family", 'f');
        names.put("src-nat", 'n');
        names.put("dst-nat", 'g');
        names.put("any-nat", 'j');
        names.put("zone", 'w');
        names.put("output", 'o');
        names.put("buffer-size", 'b');
        return names;
    }

    ConntrackOptions(List<String> args) {
        for (int i = 0; i < args.size() && complaint.isEmpty(); i++) {
            String arg = args.get(i);
            if (arg.startsWith("--") && arg.length() > 2) {
                i = word(args, i);
            } else if (arg.startsWith("-") && arg.length() > 1) {
                i = letters(args, i);
            } else {
                operands.add(arg);
            }
        }
        if (complaint.isEmpty()) {
            check();
        }
    }

    private int word(List<String> args, int index) {
        String arg = args.get(index).substring(2);
        int equals = arg.indexOf('=');
        String name = equals < 0 ? arg : arg.substring(0, equals);
        if (COMMANDS.containsKey(name)) {
            commands.add(COMMANDS.get(name));
            return index;
        }
        Character letter = NAMES.get(name);
        boolean ofProtocol =
                letter == null && optionsOf(values.getOrDefault("p", "")).contains(name);
        if (letter == null && !ofProtocol) {
            complaint = Optional.of("unknown option `--" + name + "'");
            return index;
        }
        String key = letter == null ? name : letter.toString();
        if (letter != null && FLAGS.indexOf(letter) >= 0) {
            values.put(key, "");
            return index;
        }
        return equals >= 0 ? put(key, arg.substring(equals + 1), index) : valued(args, index, key, "--" + name);
    }

    private int letters(List<String> args, int index) {
        String arg = args.get(index);
        for (int j = 1; j < arg.length(); j++) {
            char letter = arg.charAt(j);
            if (COMMANDS.containsValue(letter)) {
                commands.add(letter);
            } else if (FLAGS.indexOf(letter) >= 0) {
                values.put(String.valueOf(letter), "");
            } else if (NAMES.containsValue(letter)) {
                return j + 1 < arg.length()
                        ? put(String.valueOf(letter), arg.substring(j + 1), index)
                        : valued(args, index, String.valueOf(letter), "-" + letter);
            } else {
                complaint = Optional.of("unknown option `-" + letter + "'");
                return index;
            }
        }
        return index;
    }

    private int put(String key, String value, int index) {
        values.put(key, value);
        return index;
    }

    private int valued(List<String> args, int index, String key, String typed) {
        boolean given = index + 1 < args.size();
        if (OPTIONAL.contains(key)) {
            boolean mine = given && !args.get(index + 1).startsWith("-");
            return put(key, mine ? args.get(index + 1) : "", mine ? index + 1 : index);
        }
        if (!given) {
            complaint = Optional.of("option `" + typed + "' requires an argument");
            return index;
        }
        return put(key, args.get(index + 1), index + 1);
    }

    private static List<String> optionsOf(String protocol) {
        return switch (protocol.toLowerCase(Locale.ROOT)) {
            case "tcp", "6" -> {
                List<String> all = new ArrayList<>(PORTS);
                all.add("state");
                yield all;
            }
            case "udp", "17" -> PORTS;
            case "icmp", "1" -> ICMP;
            default -> List.of();
        };
    }

    private void check() {
        String family = values.getOrDefault("f", "ipv4");
        if (commands.size() > 1) {
            complaint = Optional.of("Invalid commands combination");
        } else if (!Set.of("ipv4", "ipv6").contains(family)) {
            complaint = Optional.of("`" + family + "' unsupported protocol");
        } else if (values.containsKey("p") && protocol() < 0) {
            complaint = Optional.of("`" + values.get("p") + "' unsupported protocol");
        } else if (!commands.isEmpty()) {
            for (String key : values.keySet()) {
                if (complaint.isEmpty() && key.length() == 1 && allowed().indexOf(key) < 0) {
                    complaint = Optional.of("Illegal option `--" + nameOf(key.charAt(0)) + "' with this command");
                }
            }
        }
    }

    private String allowed() {
        return switch (command()) {
            case 'L' -> FILTERS + "z";
            case 'D' -> FILTERS;
            case 'E' -> FILTERS + "eb";
            case 'F', 'C', 'S', 'V', 'h' -> "f";
            default -> FILTERS + "t";
        };
    }

    private static String nameOf(char letter) {
        return NAMES.entrySet().stream()
                .filter(e -> e.getValue() == letter)
                .findFirst()
                .map(Map.Entry::getKey)
                .orElse("");
    }

    /** What is wrong with the words, without the program's name. */
    Optional<String> complaint() {
        return complaint;
    }

    /** The command's letter; {@code h} where there is none. */
    char command() {
        return commands.isEmpty() ? 'h' : commands.iterator().next();
    }

    /** The table named, {@code conntrack} where none is. */
    String table() {
        return operands.isEmpty() ? "conntrack" : operands.getFirst();
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** An option's value by its letter, or by the name of one that a protocol has. */
    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The protocol's number; -1 for one the program doesn't know, 0 where none was named. */
    int protocol() {
        String word = values.getOrDefault("p", "").toLowerCase(Locale.ROOT);
        return switch (word) {
            case "" -> 0;
            case "icmp" -> 1;
            case "tcp" -> 6;
            case "udp" -> 17;
            case "dccp" -> 33;
            case "gre" -> 47;
            case "icmpv6", "ipv6-icmp" -> 58;
            case "sctp" -> 132;
            case "udplite" -> 136;
            default -> word.matches("\\d{1,3}") && Integer.parseInt(word) < 256 ? Integer.parseInt(word) : -1;
        };
    }
}
