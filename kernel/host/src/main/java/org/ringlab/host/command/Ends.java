package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** What head and tail share: so many lines or bytes of a text's beginning or end. */
final class Ends {
    private static final int USUAL = 10;

    private Ends() {}

    static int run(String program, Session session, List<String> args, Streams io, boolean head) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (List.of("-n", "-c", "--lines", "--bytes").contains(arg) && i + 1 < args.size()) {
                words.addAll(List.of(arg, args.get(++i)));
                continue;
            }
            boolean old = arg.matches("-\\d+") || !head && arg.matches("\\+\\d+");
            words.addAll(old ? List.of("-n", arg.startsWith("-") ? arg.substring(1) : arg) : List.of(arg));
        }
        Options options = Options.parse(words, "n:c:qvfF", "lines:", "bytes:", "quiet", "verbose");
        Optional<String> complaint = options.complaint(program);
        if (complaint.isPresent()) {
            return Texts.misuse(io, program, complaint.get(), 1);
        }
        if (options.has("-f") || options.has("-F")) {
            io.err().line(program + ": not simulated: following a file");
            return 1;
        }
        boolean bytes = options.has("-c") || options.has("--bytes");
        String amount = options.value(
                "-c", options.value("--bytes", options.value("-n", options.value("--lines", "" + USUAL))));
        if (!amount.matches("[+-]?\\d{1,9}")) {
            io.err().line(program + ": invalid number of " + (bytes ? "bytes" : "lines") + ": '" + amount + "'");
            return 1;
        }
        int number = Integer.parseInt(amount.replaceFirst("^[+-]", ""));
        boolean rest = head ? amount.startsWith("-") : amount.startsWith("+");
        List<String> names = options.operands();
        boolean headings = options.has("-v") || names.size() > 1 && !options.has("-q") && !options.has("--quiet");
        boolean all = true;
        boolean first = true;
        for (String name : names.isEmpty() ? List.of("-") : names) {
            try {
                String text =
                        name.equals("-") ? io.in().rest() : session.files().read(session.resolve(name));
                if (headings) {
                    io.out().line((first ? "" : "\n") + "==> " + (name.equals("-") ? "standard input" : name) + " <==");
                }
                first = false;
                io.out().print(cut(text, number, bytes, head, rest));
            } catch (FileException e) {
                boolean directory = FileException.IS_A_DIRECTORY.equals(e.getMessage());
                io.err()
                        .line(program + ": "
                                + (directory
                                        ? "error reading '" + name + "'"
                                        : "cannot open '" + name + "' for reading")
                                + ": " + e.getMessage());
                all = false;
            }
        }
        return all ? 0 : 1;
    }

    /** {@code rest}: all but the last ones for head, from that one on for tail. */
    private static String cut(String text, int number, boolean bytes, boolean head, boolean rest) {
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (bytes || text.charAt(i) == '\n' || i == text.length() - 1) {
                ends.add(i + 1);
            }
        }
        int count = head
                ? rest ? Math.max(0, ends.size() - number) : Math.min(number, ends.size())
                : rest ? Math.min(Math.max(0, number - 1), ends.size()) : Math.max(0, ends.size() - number);
        int at = count == 0 ? 0 : ends.get(count - 1);
        return head ? text.substring(0, at) : text.substring(at);
    }
}
