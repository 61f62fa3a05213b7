package org.ringlab.host.shell;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;

/** Simple commands: their words are expanded, redirections and assignments made, and what the first word names is run. */
final class SimpleCommands {
    private final Session session;
    private final Shell shell;
    private final Expansion expansion;
    private final Assignments assignments;
    private final Calls calls;
    private String backgroundText = "";

    SimpleCommands(Session session, Shell shell, Expansion expansion) {
        this.session = session;
        this.shell = shell;
        this.expansion = expansion;
        assignments = new Assignments(session, expansion);
        calls = new Calls(session, shell);
    }

    /** What stays in the background from now on is listed by this text. */
    void startedBy(String text) {
        backgroundText = text;
    }

    int run(Syntax.Simple simple) throws ExpansionException {
        if (!shell.withinBudget()) {
            return session.status();
        }
        session.setWhere(shell.where(simple.span()));
        int before = session.status();
        List<String> fields = expansion.fields(simple.words());
        Redirections files = new Redirections(session);
        Optional<Streams> redirected = files.apply(simple.redirects(), shell.streams(), expansion);
        String program = fields.isEmpty() ? "bash" : fields.getFirst();
        int status;
        if (redirected.isEmpty()) {
            status = 1;
        } else if (fields.isEmpty()) {
            // the status of the last substitution, else 0; $? is still the one before
            session.setStatus(before);
            assignments.make(simple.assignments(), shell.streams().err());
            boolean substituted = simple.assignments().stream()
                    .map(Syntax.Assignment::value)
                    .anyMatch(v -> v instanceof Syntax.Value.One one
                            && one.word().parts().stream().anyMatch(Word.Substitution.class::isInstance));
            status = files.flush(
                    program, substituted ? session.status() : 0, shell.streams().err());
        } else {
            session.setStatus(before);
            Streams io = redirected.get();
            status = files.flush(
                    program,
                    withAssignments(simple, fields, io),
                    shell.streams().err());
            boolean asWhole = shell.isLast() && shell.mayStay();
            Optional<Jobs.Process> staying =
                    asWhole ? Optional.empty() : session.jobs().takeStaying();
            if (staying.isPresent()) {
                session.jobs()
                        .add(
                                backgroundText,
                                calls.started(),
                                session.process(),
                                staying.get(),
                                Optional.of(io.out())
                                        .filter(o -> o != shell.streams().out()),
                                Optional.of(io.err())
                                        .filter(o -> o != shell.streams().err()),
                                () -> files.flush(program, 0, shell.streams().err()),
                                shell.typed() ? Optional.of(shell.streams()) : Optional.empty());
            }
        }
        if (status != 0) {
            shell.hintAt(simple.span());
        }
        return status;
    }

    /** {@code NAME=value command}: the variable is set for this command only. */
    private int withAssignments(Syntax.Simple simple, List<String> fields, Streams io) throws ExpansionException {
        var saved = simple.assignments().isEmpty() ? null : new TreeMap<>(session.variables());
        assignments.make(simple.assignments(), shell.streams().err());
        assignments.trace(fields, shell.streams().err());
        int status = calls.invoke(fields.getFirst(), fields.subList(1, fields.size()), io);
        if (saved != null) {
            simple.assignments().forEach(assignment -> {
                String old = saved.get(assignment.name());
                if (old == null) {
                    session.variables().remove(assignment.name());
                } else {
                    session.variables().put(assignment.name(), old);
                }
            });
        }
        return status;
    }
}
