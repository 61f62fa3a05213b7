package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code cut} of coreutils: fields or characters of each line. */
final class CutCommand extends NamedCommand {
    CutCommand() {
        super("cut", "cut -d DELIMITER -f LIST | -c LIST [FILE]...: parts of each line", "-d", "-f", "-c", "-s");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "d:f:c:b:sn", "complement", "output-delimiter:", "delimiter:", "fields:");
        if (options.has("--complement")) {
            io.err().line("cut: not simulated: --complement");
            return 1;
        }
        if (options.complaint("cut").isPresent()) {
            return Texts.misuse(io, "cut", options.complaint("cut").get(), 1);
        }
        boolean characters = options.has("-c") || options.has("-b");
        boolean fields = options.has("-f") || options.has("--fields");
        if (characters == fields) {
            String complaint = fields
                    ? "only one list may be specified"
                    : "you must specify a list of bytes, characters, or fields";
            return Texts.misuse(io, "cut", "cut: " + complaint, 1);
        }
        String delimiter = options.value("-d", options.value("--delimiter", "\t"));
        if (delimiter.length() != 1) {
            return Texts.misuse(io, "cut", "cut: the delimiter must be a single character", 1);
        }
        String list = options.value("-f", options.value("--fields", options.value("-c", options.value("-b", ""))));
        Optional<List<int[]>> ranges = ranges(list);
        if (ranges.isEmpty()) {
            boolean zero = list.matches("(.*,)?0(-.*|,.*)?");
            return Texts.misuse(
                    io,
                    "cut",
                    zero
                            ? "cut: "
                                    + (fields
                                            ? "fields are numbered from 1"
                                            : "byte/character positions are numbered from 1")
                            : "cut: invalid " + (fields ? "field value" : "byte/character position") + " '" + list
                                    + "'",
                    1);
        }
        boolean all = Texts.each("cut", options.operands(), session, io, file -> {
            for (String line : Texts.lines(file.content())) {
                if (characters) {
                    io.out()
                            .line(pick(
                                    line.codePoints()
                                            .mapToObj(Character::toString)
                                            .toList(),
                                    ranges.get(),
                                    ""));
                } else if (line.contains(delimiter)) {
                    List<String> parts = List.of(line.split(Pattern.quote(delimiter), -1));
                    io.out().line(pick(parts, ranges.get(), options.value("--output-delimiter", delimiter)));
                } else if (!options.has("-s")) {
                    io.out().line(line);
                }
            }
        });
        return all ? 0 : 1;
    }

    private static String pick(List<String> parts, List<int[]> ranges, String delimiter) {
        List<String> picked = new ArrayList<>();
        for (int i = 1; i <= parts.size(); i++) {
            int number = i;
            if (ranges.stream().anyMatch(range -> range[0] <= number && number <= range[1])) {
                picked.add(parts.get(i - 1));
            }
        }
        return String.join(delimiter, picked);
    }

    private static Optional<List<int[]>> ranges(String list) {
        List<int[]> ranges = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            if (!range.matches("\\d{1,9}|\\d{1,9}-(\\d{1,9})?|-\\d{1,9}")) {
                return Optional.empty();
            }
            int dash = range.indexOf('-');
            int from = dash == 0 ? 1 : Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            String end = dash < 0 ? range : range.substring(dash + 1);
            int to = end.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(end);
            if (from == 0 || to < from) {
                return Optional.empty();
            }
            ranges.add(new int[] {from, to});
        }
        return Optional.of(ranges);
    }
}
