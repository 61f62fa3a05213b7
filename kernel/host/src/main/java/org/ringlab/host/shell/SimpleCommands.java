package org.ringlab.host.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.command.Commands;
import org.ringlab.host.files.FileException;
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

    Assignments assignments() {
        return assignments;
    }

    /** The words; {@code declare} and its kin get their arguments unsplit, and arrays are made before they run. */
    private List<String> fields(Syntax.Simple simple) throws ExpansionException {
        if (simple.words().stream().noneMatch(SimpleCommands::isDeclared)) {
            return expansion.fields(simple.words());
        }
        List<String> fields = new ArrayList<>();
        for (Word word : simple.words()) {
            if (!(isDeclared(word) && word.parts().getFirst() instanceof Word.Declared declared)) {
                fields.addAll(expansion.fields(List.of(word)));
            } else if (declared.assignment().value() instanceof Syntax.Value.One one) {
                fields.add(assignments.argument(declared.assignment(), one.word()));
            } else {
                Declarations.prepare(session, fields, declared.assignment(), shell.streams());
                assignments.make(List.of(declared.assignment()), shell.streams().err());
                fields.add(declared.assignment().name());
            }
        }
        return fields;
    }

    private static boolean isDeclared(Word word) {
        return word.parts().size() == 1 && word.parts().getFirst() instanceof Word.Declared;
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
        session.jobs().speak();
        int before = session.status();
        List<String> fields = fields(simple);
        Redirections files = new Redirections(session);
        Optional<Streams> redirected = files.apply(simple.redirects(), shell.streams(), expansion);
        String program = fields.isEmpty() ? "bash" : fields.getFirst();
        int status;
        if (redirected.isEmpty()) {
            status = 1;
            if (program.equals("exec") && !shell.typed()) {
                session.setStatus(1);
                session.setFlow(Session.Flow.EXIT);
            }
        } else if (program.equals("exec")) {
            assignments.trace(fields, shell.streams().err());
            status = exec(fields, redirected.get(), files);
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
                                shell.tellsOfJobs() ? Optional.of(shell.streams()) : Optional.empty());
            }
        }
        for (Runnable flushing : List.copyOf(session.openFiles())) {
            flushing.run();
        }
        if (status != 0) {
            shell.hintAt(simple.span());
        }
        return status;
    }

    /** {@code exec}: without a command the redirections last, with one it takes the shell's place. */
    private int exec(List<String> fields, Streams io, Redirections files) {
        if (fields.size() == 1) {
            files.last(shell.streams().err());
            shell.adopt(io);
            return 0;
        }
        if (fields.get(1).startsWith("-")) {
            io.err().line("exec: not simulated: " + fields.get(1));
            return 1;
        }
        String word = fields.get(1);
        boolean program = word.contains("/")
                ? session.files().exists(session.resolve(word))
                        || Commands.find(word.substring(word.lastIndexOf('/') + 1))
                                .isPresent()
                : Commands.find(session.machine(), word).isPresent();
        if (!program) {
            io.err()
                    .line(session.where() + "exec: " + word
                            + (word.contains("/") ? ": " + FileException.NO_SUCH_FILE : ": not found"));
            session.setStatus(127);
            session.setFlow(shell.typed() ? session.flow() : Session.Flow.EXIT);
            return 127;
        }
        int status = files.during(
                () -> calls.invoke(word, fields.subList(2, fields.size()), io),
                shell.streams().err());
        session.setStatus(status);
        session.traps().remove("EXIT");
        session.setFlow(Session.Flow.EXIT);
        return status;
    }

    /** {@code NAME=value command}: the variable is set, and exported, for this command only. */
    private int withAssignments(Syntax.Simple simple, List<String> fields, Streams io) throws ExpansionException {
        Variables saved =
                simple.assignments().isEmpty() ? null : session.scope().copy();
        Set<String> names = new TreeSet<>();
        for (Syntax.Assignment assignment : simple.assignments()) {
            names.add(assignment.name());
        }
        assignments.make(simple.assignments(), shell.streams().err());
        names.forEach(name -> session.scope().mark(name, Variables.Attribute.EXPORTED));
        assignments.trace(fields, shell.streams().err());
        int status = calls.invoke(fields.getFirst(), fields.subList(1, fields.size()), io);
        @Nullable Streams lasting = session.takeLasting();
        if (lasting != null && io == shell.streams()) {
            shell.adopt(lasting);
        }
        if (saved != null) {
            names.forEach(name -> session.scope().takeFrom(saved, name));
        }
        return status;
    }
}
