package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** What cp and mv share: one file to another name or into a directory. */
final class Transfer {
    private Transfer() {}

    static int run(String program, Session session, List<String> args, Streams io, boolean removes) {
        Options options = Options.parse(args, "fvpra");
        if (options.complaint(program).isPresent()) {
            return Texts.misuse(io, program, options.complaint(program).get(), 1);
        }
        List<String> names = options.operands();
        if (names.isEmpty()) {
            return Texts.misuse(io, program, program + ": missing file operand", 1);
        }
        if (names.size() == 1) {
            String complaint = program + ": missing destination file operand after '" + names.get(0) + "'";
            return Texts.misuse(io, program, complaint, 1);
        }
        String target = session.resolve(names.get(names.size() - 1));
        boolean into = session.files().isDirectory(target);
        if (names.size() > 2 && !into) {
            io.err().line(program + ": target '" + names.get(names.size() - 1) + "' is not a directory");
            return 1;
        }
        int status = 0;
        for (String name : names.subList(0, names.size() - 1)) {
            String source = session.resolve(name);
            String end = into ? session.resolve(target + source.substring(source.lastIndexOf('/'))) : target;
            try {
                if (session.files().isDirectory(source)) {
                    io.err().line(program + ": not simulated: '" + name + "' (directories)");
                    status = 1;
                    continue;
                }
                session.files().write(end, session.files().read(source));
                if (removes && !end.equals(source)) {
                    session.files().remove(source);
                }
            } catch (FileException e) {
                io.err().line(program + ": cannot stat '" + name + "': " + e.getMessage());
                status = 1;
            }
        }
        return status;
    }
}
