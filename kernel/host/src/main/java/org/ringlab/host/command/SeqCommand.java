package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code seq} of coreutils, for whole numbers. */
final class SeqCommand extends NamedCommand {
    private static final int MOST = 100_000;

    SeqCommand() {
        super("seq", "seq [-w] [-s SEPARATOR] [FIRST [STEP]] LAST: count", "-w", "-s");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = new ArrayList<>();
        String separator = "\n";
        boolean wide = false;
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("-w")) {
                wide = true;
            } else if (arg.startsWith("-s")) {
                separator = arg.length() > 2 ? arg.substring(2) : i + 1 < args.size() ? args.get(++i) : "";
            } else if (arg.matches("-[a-zA-Z].*")) {
                return Texts.misuse(io, "seq", "seq: invalid option -- '" + arg.charAt(1) + "'", 1);
            } else {
                words.add(arg);
            }
        }
        if (words.isEmpty()) {
            return Texts.misuse(io, "seq", "seq: missing operand", 1);
        }
        if (words.size() > 3) {
            return Texts.misuse(io, "seq", "seq: extra operand '" + words.get(3) + "'", 1);
        }
        List<Long> numbers = new ArrayList<>();
        for (String word : words) {
            Optional<Long> number = Texts.longNumber(word);
            if (number.isEmpty() && word.matches("[-+]?[0-9]*\\.[0-9]+")) {
                io.err().line("seq: not simulated: fractions");
                return 1;
            }
            if (number.isEmpty()) {
                return Texts.misuse(io, "seq", "seq: invalid floating point argument: '" + word + "'", 1);
            }
            numbers.add(number.get());
        }
        long first = numbers.size() > 1 ? numbers.getFirst() : 1;
        long step = numbers.size() > 2 ? numbers.get(1) : 1;
        long last = numbers.getLast();
        if (step == 0) {
            return Texts.misuse(io, "seq", "seq: invalid Zero increment value: '" + words.get(1) + "'", 1);
        }
        int width = wide
                ? Math.max(String.valueOf(first).length(), String.valueOf(last).length())
                : 0;
        List<String> shown = new ArrayList<>();
        for (long n = first; (step > 0 ? n <= last : n >= last) && shown.size() < MOST; n += step) {
            String digits = String.valueOf(Math.abs(n));
            String sign = n < 0 ? "-" : "";
            shown.add(sign + "0".repeat(Math.max(0, width - digits.length() - sign.length())) + digits);
        }
        io.out().print(shown.isEmpty() ? "" : String.join(separator, shown) + "\n");
        return 0;
    }
}
