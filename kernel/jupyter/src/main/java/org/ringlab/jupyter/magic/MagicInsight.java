package org.ringlab.jupyter.magic;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.reply.CompleteReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.ringlab.jupyter.text.Messages;

/** Completion and inspection of everything that isn't Java: magics, hosts, commands on hosts. */
public final class MagicInsight {
    /** What the lab knows of words; offsets are UTF-16 units in {@code text}. */
    public interface Hosts {
        /** The hosts' names. */
        List<String> names();

        /** What may stand at {@code cursor} of shell text on a host. */
        CompleteReply complete(String host, String text, int cursor);

        /** What the last word of shell text means on a host; empty where unknown. */
        String describe(String host, String text);

        /** The lab files at hand. */
        List<String> files();
    }

    private static final String HOST = "host";

    private final MagicTable magics;
    private final Hosts hosts;
    private final Messages messages;

    /** Of these magics, and the hosts of the lab. */
    public MagicInsight(MagicTable magics, Hosts hosts, Messages messages) {
        this.magics = magics;
        this.hosts = hosts;
        this.messages = messages;
    }

    /** Whether the cell or the line at {@code cursor} is a magic. */
    public static boolean concerns(String code, int cursor) {
        return code.startsWith("%%") || line(code, cursor).stripLeading().startsWith("%");
    }

    /** What may stand at {@code cursor}; empty where that is Java. */
    public Optional<CompleteReply> complete(String code, int cursor) {
        if (!concerns(code, cursor)) {
            return Optional.empty();
        }
        int start = lineStart(code, cursor);
        String before = code.substring(start, cursor);
        if (code.startsWith("%%" + HOST) && start > 0) {
            int body = code.indexOf('\n') + 1;
            return Optional.of(shell(hostOf(code), code.substring(body), cursor - body, body));
        }
        int word = start + wordStart(before);
        String typed = code.substring(word, cursor);
        if (typed.startsWith("%")) {
            return Optional.of(reply(magicNames(typed), word, cursor));
        }
        String[] words = before.strip().split("\\s+", -1);
        String magic = words[0].replace("%", "");
        boolean first = word == start + before.indexOf(words[0]) + words[0].length() + 1;
        if (magic.equals(HOST) && !first && words.length > 1) {
            int text = start + before.indexOf(words[1], words[0].length()) + words[1].length();
            return Optional.of(shell(words[1], code.substring(text, cursor), cursor - text, text));
        }
        List<String> candidates = new ArrayList<>();
        if (magic.equals("lab")) {
            candidates.addAll(List.of("show", "list", "resume"));
            candidates.addAll(hosts.files());
        } else {
            candidates.addAll(hosts.names());
        }
        return Optional.of(
                reply(candidates.stream().filter(each -> each.startsWith(typed)).toList(), word, cursor));
    }

    /** What is known of the word at {@code cursor}. */
    public Optional<DisplayData> inspect(String code, int cursor) {
        int from = cursor;
        int to = cursor;
        while (from > 0 && !Character.isWhitespace(code.charAt(from - 1))) {
            from--;
        }
        while (to < code.length() && !Character.isWhitespace(code.charAt(to))) {
            to++;
        }
        String word = code.substring(from, to);
        Optional<Magic> magic = word.startsWith("%") ? magics.find(word.replace("%", "")) : Optional.empty();
        if (magic.isPresent()) {
            return Optional.of(new DisplayData(
                    magic.get().usage() + "\n" + messages.say(magic.get().about())));
        }
        // The line as far as the word: what an option means depends on its command.
        String line = code.substring(lineStart(code, from), to);
        String shell = line.replaceFirst("^\\s*%+" + HOST + "\\s+\\S+\\s", "");
        String text = hosts.describe(hostOf(code.substring(lineOrCell(code, cursor))), shell);
        return text.isEmpty() ? Optional.empty() : Optional.of(new DisplayData(text));
    }

    private static int lineOrCell(String code, int cursor) {
        return code.startsWith("%%") ? 0 : lineStart(code, cursor);
    }

    private CompleteReply shell(String host, String text, int cursor, int offset) {
        CompleteReply found = hosts.complete(host, text, cursor);
        return reply(found.getMatches(), offset + found.getCursorStart(), offset + found.getCursorEnd());
    }

    private List<String> magicNames(String typed) {
        TreeSet<String> names = new TreeSet<>();
        for (Magic magic : magics.all()) {
            if (magic.forLines()) {
                names.add("%" + magic.name());
            }
            if (magic.forCells()) {
                names.add("%%" + magic.name());
            }
        }
        return names.stream().filter(name -> name.startsWith(typed)).toList();
    }

    private static CompleteReply reply(List<String> matches, int start, int end) {
        return new CompleteReply(matches, start, end, Map.of());
    }

    private static String hostOf(String code) {
        String[] words = code.lines().findFirst().orElse("").strip().split("\\s+");
        return words.length > 1 ? words[1] : "";
    }

    private static int lineStart(String code, int cursor) {
        return code.lastIndexOf('\n', cursor - 1) + 1;
    }

    private static String line(String code, int cursor) {
        int end = code.indexOf('\n', cursor);
        return code.substring(lineStart(code, cursor), end < 0 ? code.length() : end);
    }

    private static int wordStart(String text) {
        int start = text.length();
        while (start > 0 && !Character.isWhitespace(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }
}
