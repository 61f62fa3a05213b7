package org.ringlab.host.command;

import java.util.List;
import java.util.OptionalLong;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.virt.image.SparseFile;

/** {@code truncate} of coreutils: cuts files off or lets them grow by a hole. */
final class TruncateCommand extends NamedCommand {
    TruncateCommand() {
        super("truncate", "truncate -s [+|-]SIZE FILE...: change the length of files", "-s");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        // a size such as -1M is the option's value
        Options options = Options.parse(args, "s:c", "size:", "no-create");
        if (options.complaint("truncate").isPresent()) {
            return Texts.misuse(io, "truncate", options.complaint("truncate").get(), 1);
        }
        String size = options.value("-s", options.value("--size", ""));
        if (size.isEmpty()) {
            return Texts.misuse(io, "truncate", "truncate: you must specify either '--size' or '--reference'", 1);
        }
        if (options.operands().isEmpty()) {
            return Texts.misuse(io, "truncate", "truncate: missing file operand", 1);
        }
        boolean relative = size.startsWith("+") || size.startsWith("-");
        OptionalLong bytes = ByteSizes.parse(relative ? size.substring(1) : size);
        if (bytes.isEmpty()) {
            io.err().line("truncate: Invalid number: '" + size + "'");
            return 1;
        }
        int status = 0;
        for (String name : options.operands()) {
            String path = session.resolve(name);
            try {
                boolean there = session.files().exists(path);
                SparseFile file = there ? session.files().bytesOf(path) : new SparseFile();
                long by = size.startsWith("-") ? -bytes.getAsLong() : bytes.getAsLong();
                file.truncate(Math.max(0, relative ? file.length() + by : by));
                session.files().store(path, file);
            } catch (FileException e) {
                io.err().line("truncate: cannot open '" + name + "' for writing: " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }
}
