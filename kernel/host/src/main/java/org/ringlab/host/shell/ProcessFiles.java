package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;

/**
 * The files behind {@code <(…)} and {@code >(…)}: what the first kind's commands print is read from a file, and the second
 * kind's commands read what was written to one, as soon as the command is done that they stand beside.
 */
final class ProcessFiles {
    private static final int FIRST = 63;

    private final Session session;
    private final Shell shell;
    private final List<Open> open = new ArrayList<>();

    /** A file under its path, with what belongs to it. */
    private record Open(String path, Word.ProcessSubstitution substitution, Streams streams) {}

    ProcessFiles(Session session, Shell shell) {
        this.session = session;
        this.shell = shell;
    }

    /** How many there are. */
    int count() {
        return open.size();
    }

    /** Makes one; its path. */
    String open(Word.ProcessSubstitution substitution) {
        int number = FIRST;
        while (session.files().exists("/dev/fd/" + number)) {
            number--;
        }
        String path = "/dev/fd/" + number;
        StringBuilder text = new StringBuilder();
        if (!substitution.reads()) {
            Streams io = shell.streams().with(shell.streams().in(), new Output(text::append));
            shell.within(io, () -> shell.subshell(substitution.script()));
        }
        session.files().install(path, text.toString());
        open.add(new Open(path, substitution, shell.streams()));
        return path;
    }

    /** Takes all but the first {@code kept} away; who waits to read gets what was written. */
    void close(int kept) {
        while (open.size() > kept) {
            Open last = open.removeLast();
            try {
                String written = session.files().read(last.path());
                session.files().remove(last.path());
                if (last.substitution().reads()) {
                    Streams io = last.streams()
                            .with(new Input(written), last.streams().out());
                    shell.within(io, () -> shell.subshell(last.substitution().script()));
                }
            } catch (FileException gone) {
                // somebody removed it: there is nothing to hand on
                continue;
            }
        }
    }
}
