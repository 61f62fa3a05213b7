package org.ringlab.host.command;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code tr} of coreutils: translates, squeezes or deletes characters. */
final class TrCommand extends NamedCommand {
    private static final Map<String, String> CLASSES = Map.of(
            "alpha",
            "A-Za-z",
            "digit",
            "0-9",
            "alnum",
            "0-9A-Za-z",
            "upper",
            "A-Z",
            "lower",
            "a-z",
            "space",
            "\t-\r ",
            "blank",
            "\t ",
            "punct",
            "!-/:-@[-`{-~");

    TrCommand() {
        super("tr", "tr [-cds] SET1 [SET2]: translate or delete characters", "-c", "-d", "-s");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "cCdst", "delete", "squeeze-repeats", "complement");
        if (options.complaint("tr").isPresent()) {
            return Texts.misuse(io, "tr", options.complaint("tr").get(), 1);
        }
        boolean deletes = options.has("-d") || options.has("--delete");
        boolean squeezes = options.has("-s") || options.has("--squeeze-repeats");
        boolean complement = options.has("-c") || options.has("-C") || options.has("--complement");
        List<String> sets = options.operands();
        if (sets.isEmpty()) {
            return Texts.misuse(io, "tr", "tr: missing operand", 1);
        }
        if (sets.size() == 1 && !deletes && !squeezes) {
            return Texts.misuse(
                    io,
                    "tr",
                    "tr: missing operand after '" + sets.getFirst() + "'\nTwo strings must be given when translating.",
                    1);
        }
        if (sets.size() > 2 || sets.size() == 2 && deletes && !squeezes) {
            String extra = sets.get(deletes ? 1 : 2);
            return Texts.misuse(
                    io,
                    "tr",
                    "tr: extra operand '" + extra + "'"
                            + (deletes
                                    ? "\nOnly one string may be given when deleting without squeezing repeats."
                                    : ""),
                    1);
        }
        Optional<String> from = expanded(sets.getFirst());
        Optional<String> to = sets.size() > 1 ? expanded(sets.get(1)) : Optional.of("");
        if (from.isEmpty() || to.isEmpty()) {
            io.err().line("tr: range-endpoints of '" + badRange(sets) + "' are in reverse collating sequence order");
            return 1;
        }
        StringBuilder out = new StringBuilder();
        String squeezed = sets.size() > 1 ? to.get() : from.get();
        boolean squeezeComplement = complement && sets.size() == 1;
        int last = -1;
        for (char c : io.in().rest().toCharArray()) {
            boolean in = from.get().indexOf(c) >= 0 != complement;
            char made = c;
            if (in && deletes) {
                continue;
            }
            if (in && !deletes && !to.get().isEmpty()) {
                int index = complement ? to.get().length() - 1 : from.get().indexOf(c);
                made = to.get().charAt(Math.min(index, to.get().length() - 1));
            }
            if (squeezes && made == last && squeezed.indexOf(made) >= 0 != squeezeComplement) {
                continue;
            }
            out.append(made);
            last = made;
        }
        io.out().print(out.toString());
        return 0;
    }

    private static String badRange(List<String> sets) {
        for (String set : sets) {
            for (int i = 0; i + 2 < set.length(); i++) {
                if (set.charAt(i + 1) == '-' && set.charAt(i) > set.charAt(i + 2)) {
                    return set.substring(i, i + 3);
                }
            }
        }
        return sets.getFirst();
    }

    /** Ranges, classes and escapes written out; empty where a range goes backwards. */
    private static Optional<String> expanded(String set) {
        String text = set;
        for (Map.Entry<String, String> one : CLASSES.entrySet()) {
            text = text.replace("[:" + one.getKey() + ":]", one.getValue());
        }
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length()) {
                char next = text.charAt(++i);
                int end = i;
                while (end < text.length() && end < i + 3 && text.charAt(end) >= '0' && text.charAt(end) <= '7') {
                    end++;
                }
                if (end > i) {
                    all.append((char) (Integer.parseInt(text.substring(i, end), 8) & 255));
                    i = end - 1;
                    continue;
                }
                all.append(
                        switch (next) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            case 'a' -> '\u0007';
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'v' -> '\u000b';
                            default -> next;
                        });
            } else if (i + 2 < text.length() && text.charAt(i + 1) == '-') {
                char end = text.charAt(i + 2);
                if (end < c) {
                    return Optional.empty();
                }
                for (char one = c; one <= end; one++) {
                    all.append(one);
                }
                i += 2;
            } else {
                all.append(c);
            }
        }
        return Optional.of(all.toString());
    }
}
