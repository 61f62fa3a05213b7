package org.ringlab.host.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code wc} of coreutils. */
final class WcCommand extends NamedCommand {
    WcCommand() {
        super("wc", "wc [-lwc] [FILE]...: count lines, words and bytes", "-l", "-w", "-c");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "lwcm");
        if (options.complaint("wc").isPresent()) {
            return Texts.misuse(io, "wc", options.complaint("wc").get(), 1);
        }
        boolean all = !options.has("-l") && !options.has("-w") && !options.has("-c") && !options.has("-m");
        boolean read = Texts.each("wc", options.operands(), session, io, file -> {
            String text = file.content();
            List<String> counts = new ArrayList<>();
            if (all || options.has("-l")) {
                counts.add(String.valueOf(text.chars().filter(c -> c == '\n').count()));
            }
            if (all || options.has("-w")) {
                counts.add(String.valueOf(text.isBlank() ? 0 : text.strip().split("\\s+").length));
            }
            if (all || options.has("-c") || options.has("-m")) {
                counts.add(String.valueOf(text.getBytes(StandardCharsets.UTF_8).length));
            }
            int width = all ? 7 : 0;
            List<String> padded =
                    counts.stream().map(c -> Texts.right(c, width)).toList();
            io.out().line(String.join(" ", padded) + (file.name().equals("-") ? "" : " " + file.name()));
        });
        return read ? 0 : 1;
    }
}
