package org.ringlab.host.shell;

import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;

/** What {@code $(…)} stands for: what its commands print. */
final class Substitutions {
    private final Session session;
    private final Shell shell;

    Substitutions(Session session, Shell shell) {
        this.session = session;
        this.shell = shell;
    }

    /** What the commands print, in a shell of their own; their status is the session's then. */
    String text(Syntax body) {
        Optional<String> file = ofFile(body);
        if (file.isPresent()) {
            return file.get();
        }
        Streams outer = shell.streams();
        StringBuilder text = new StringBuilder();
        session.changeSubstitutions(1);
        session.setStatus(shell.aside(
                outer.with(outer.in(), new Output(text::append)),
                () -> session.subshell(() -> {
                    session.options().remove("errexit"); // only bash in posix mode hands it down
                    return shell.subshell(body);
                })));
        session.changeSubstitutions(-1);
        return text.toString().replace("\0", "");
    }

    /** {@code $(<file)} is what the file holds; empty for other substitutions, and where it can't be read. */
    private Optional<String> ofFile(Syntax body) {
        Syntax only = body instanceof Syntax.Sequence lines && lines.parts().size() == 1
                ? lines.parts().getFirst()
                : body;
        if (!(only instanceof Syntax.Simple simple)
                || !simple.words().isEmpty()
                || !simple.assignments().isEmpty()
                || simple.redirects().size() != 1
                || simple.redirects().getFirst().kind() != Syntax.Redirect.Kind.READ) {
            return Optional.empty();
        }
        try {
            String name = shell.expansion()
                    .text(simple.redirects().getFirst().target().word());
            String text = session.files().read(session.resolve(name));
            session.setStatus(0);
            return Optional.of(text.replace("\0", ""));
        } catch (FileException | ExpansionException e) {
            return Optional.empty(); // run as it is, it says so
        }
    }
}
