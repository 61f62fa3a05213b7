package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** What cp and mv share: files and directories to another name or into a directory. */
final class Transfer {
    private final String program;
    private final boolean moves;
    private final boolean deep;
    private final FileSystem files;
    private final Streams io;

    private Transfer(String program, boolean moves, boolean deep, FileSystem files, Streams io) {
        this.program = program;
        this.moves = moves;
        this.deep = deep;
        this.files = files;
        this.io = io;
    }

    static int run(String program, Session session, List<String> args, Streams io, boolean moves) {
        Options options = Options.parse(args, "fvpraRdinuT", "recursive", "force", "archive");
        if (options.complaint(program).isPresent()) {
            return Texts.misuse(io, program, options.complaint(program).get(), 1);
        }
        for (String option : List.of("-v", "-n", "-u", "-T")) {
            if (options.has(option)) {
                io.err().line(program + ": not simulated: " + option);
                return 1;
            }
        }
        List<String> names = options.operands();
        if (names.isEmpty()) {
            return Texts.misuse(io, program, program + ": missing file operand", 1);
        }
        if (names.size() == 1) {
            String complaint = program + ": missing destination file operand after '" + names.get(0) + "'";
            return Texts.misuse(io, program, complaint, 1);
        }
        boolean deep = moves
                || options.has("-r")
                || options.has("-R")
                || options.has("-a")
                || options.has("--recursive")
                || options.has("--archive");
        return new Transfer(program, moves, deep, session.files(), io).all(session, names);
    }

    private int all(Session session, List<String> names) {
        String last = names.getLast();
        String target = session.resolve(last);
        boolean into = files.isDirectory(target);
        if (names.size() > 2 && !into) {
            io.err()
                    .line(program + ": target '" + last + "'"
                            + (files.exists(target) ? " is not a directory" : ": No such file or directory"));
            return 1;
        }
        int status = 0;
        for (String name : names.subList(0, names.size() - 1)) {
            String source = session.resolve(name);
            String shownEnd = into ? last.replaceFirst("/+$", "") + source.substring(source.lastIndexOf('/')) : last;
            status |= one(name, source, shownEnd, session.resolve(shownEnd));
        }
        return status;
    }

    private int one(String name, String source, String shownEnd, String end) {
        Optional<String> link = files.linkTarget(source);
        if (!files.exists(source) && link.isEmpty()) {
            return complain("cannot stat '" + name + "': " + FileException.NO_SUCH_FILE);
        }
        boolean directory = files.isDirectory(source) && !(moves && link.isPresent());
        if (directory && !deep) {
            io.err().line(program + ": -r not specified; omitting directory '" + name + "'");
            return 1;
        }
        if (source.equals(end)) {
            return complain("'" + name + "' and '" + shownEnd + "' are the same file");
        }
        if (directory && end.startsWith(source + "/")) {
            return complain(
                    moves
                            ? "cannot move '" + name + "' to a subdirectory of itself, '" + shownEnd + "'"
                            : "cannot copy a directory, '" + name + "', into itself, '" + shownEnd + "'");
        }
        if (directory && files.exists(end) && !files.isDirectory(end)) {
            return complain("cannot overwrite non-directory '" + shownEnd + "' with directory '" + name + "'");
        }
        try {
            if (moves && link.isPresent()) {
                if (files.linkTarget(end).isPresent() || files.exists(end)) {
                    files.remove(end);
                }
                files.link(end, link.get());
            } else {
                copy(source, end);
            }
            if (moves) {
                remove(source);
            }
            return 0;
        } catch (FileException e) {
            return complain((moves ? "cannot move '" + name + "' to '" : "cannot create regular file '") + shownEnd
                    + "': " + e.getMessage());
        }
    }

    private void copy(String source, String end) throws FileException {
        if (!files.isDirectory(source)) {
            files.copy(source, end);
            files.setExecutable(end, files.isExecutable(source));
            return;
        }
        if (!files.isDirectory(end)) {
            files.makeDirectory(end);
        }
        for (String entry : files.list(source)) {
            copy(source + "/" + entry, end + "/" + entry);
        }
    }

    private void remove(String path) throws FileException {
        if (files.isDirectory(path) && files.linkTarget(path).isEmpty()) {
            for (String entry : files.list(path)) {
                remove(path + "/" + entry);
            }
        }
        files.remove(path);
    }

    private int complain(String what) {
        io.err().line(program + ": " + what);
        return 1;
    }
}
