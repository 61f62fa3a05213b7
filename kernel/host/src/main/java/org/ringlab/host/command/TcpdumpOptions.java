package org.ringlab.host.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.ringlab.host.capture.PrintStyle;

/** tcpdump's command line, read as {@code getopt} does: the expression may stand anywhere. */
final class TcpdumpOptions {
    private static final String LETTERS = "aAb#B:c:C:dDeE:fF:G:hHi:IjJ:KlLm:M:nNOpqQ:r:s:StT:uUvV:w:W:xXy:Yz:Z:";

    /** Options that change nothing here: buffers, users, promiscuous mode, checksums, which are always right. */
    private static final String WITHOUT_EFFECT = "lUpKBZON";

    private static final String SIMULATED = "ievqAxXStncwrpQDhs";

    private final Map<Character, Integer> counts = new TreeMap<>();
    private final Map<Character, String> values = new TreeMap<>();
    private final StringBuilder expression = new StringBuilder();
    private Optional<String> complaint = Optional.empty();

    TcpdumpOptions(List<String> args) {
        boolean ended = false;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (ended || !arg.startsWith("-") || arg.equals("-")) {
                expression.append(expression.isEmpty() ? "" : " ").append(arg);
            } else if (arg.equals("--")) {
                ended = true;
            } else if (arg.startsWith("--")) {
                longOption(arg);
            } else {
                i = letters(args, i);
            }
        }
    }

    private void longOption(String arg) {
        String word = arg.substring(2);
        switch (word.replaceFirst("=.*", "")) {
            case "interface" -> values.put('i', word.substring(word.indexOf('=') + 1));
            case "immediate-mode", "micro", "no-promiscuous-mode" -> {}
            case "help", "version" -> counts.put('h', 1);
            case "print", "number", "count", "nano" -> values.put('#', arg);
            default -> complaint = complaint.or(() -> Optional.of("tcpdump: unrecognized option '" + arg + "'"));
        }
    }

    private int letters(List<String> args, int index) {
        String arg = args.get(index);
        for (int j = 1; j < arg.length(); j++) {
            char letter = arg.charAt(j);
            int known = letter == ':' ? -1 : LETTERS.indexOf(letter);
            if (known < 0) {
                complaint = complaint.or(() -> Optional.of("tcpdump: invalid option -- '" + letter + "'"));
            } else if (known + 1 == LETTERS.length() || LETTERS.charAt(known + 1) != ':') {
                counts.merge(letter, 1, Integer::sum);
            } else if (j + 1 < arg.length()) {
                values.put(letter, arg.substring(j + 1));
                return index;
            } else if (index + 1 < args.size()) {
                values.put(letter, args.get(index + 1));
                return index + 1;
            } else {
                complaint = complaint.or(() -> Optional.of("tcpdump: option requires an argument -- '" + letter + "'"));
            }
        }
        return index;
    }

    /** getopt's words about the first mistake. */
    Optional<String> complaint() {
        return complaint;
    }

    /** The first option given whose effect isn't simulated; a snapshot length is fine that cuts nothing off. */
    Optional<String> notSimulated() {
        Optional<String> cut =
                value('s').filter(length -> !length.matches("0|\\d{4,9}")).map(length -> "-s " + length);
        Optional<String> other = Stream.concat(counts.keySet().stream(), values.keySet().stream())
                .filter(letter -> SIMULATED.indexOf(letter) < 0 && WITHOUT_EFFECT.indexOf(letter) < 0)
                .map(letter -> letter == '#' ? values.getOrDefault('#', "-#") : "-" + letter)
                .findFirst();
        return other.or(() -> cut);
    }

    /** How often a letter was given. */
    int count(char letter) {
        return counts.getOrDefault(letter, 0);
    }

    boolean has(char letter) {
        return counts.containsKey(letter) || values.containsKey(letter);
    }

    Optional<String> value(char letter) {
        return Optional.ofNullable(values.get(letter));
    }

    /** The filter expression; empty where there is none. */
    String expression() {
        return expression.toString();
    }

    PrintStyle style(boolean interfaces) {
        PrintStyle.Dump dump = has('A')
                ? PrintStyle.Dump.TEXT
                : has('X') ? PrintStyle.Dump.BOTH : has('x') ? PrintStyle.Dump.HEX : PrintStyle.Dump.NONE;
        boolean link = count('A') > 1 || count('X') > 1 || count('x') > 1;
        return new PrintStyle(has('n'), count('v'), has('q'), has('e'), has('S'), count('t'), dump, link, interfaces);
    }
}
