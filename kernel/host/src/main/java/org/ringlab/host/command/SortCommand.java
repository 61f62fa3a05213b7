package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code sort} of coreutils, in the C locale. */
final class SortCommand extends NamedCommand {
    SortCommand() {
        super("sort", "sort [-nru] [FILE]...: sort lines", "-n", "-r", "-u");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "nru");
        if (options.complaint("sort").isPresent()) {
            return Texts.misuse(io, "sort", options.complaint("sort").get(), 2);
        }
        List<String> lines = new ArrayList<>();
        for (Texts.Named file : Texts.read("sort", options.operands(), session, io)) {
            lines.addAll(Texts.lines(file.content()));
        }
        Comparator<String> order = options.has("-n")
                ? Comparator.comparingLong(SortCommand::leadingNumber).thenComparing(Comparator.naturalOrder())
                : Comparator.naturalOrder();
        lines.sort(options.has("-r") ? order.reversed() : order);
        (options.has("-u") ? lines.stream().distinct() : lines.stream()).forEach(io.out()::line);
        return 0;
    }

    private static long leadingNumber(String line) {
        String digits = line.strip().replaceFirst("^(-?\\d{0,18}).*$", "$1");
        return digits.isEmpty() || digits.equals("-") ? 0 : Long.parseLong(digits);
    }
}
