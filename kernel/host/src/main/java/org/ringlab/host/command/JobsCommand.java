package org.ringlab.host.command;

import java.util.List;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code jobs}, {@code fg} and {@code wait}, bash's builtins. Who is waited for is interrupted: nobody types Ctrl-C. */
final class JobsCommand extends NamedCommand {
    JobsCommand(String name, String purpose) {
        super(name, name + ": " + purpose);
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<Jobs.Job> running = List.copyOf(session.jobs().running());
        if (name().equals("jobs")) {
            running.forEach(job -> io.out().line(job.line("Running") + " &"));
            return 0;
        }
        if (name().equals("wait")) {
            running.forEach(job -> session.jobs().await(job, io));
            return 0;
        }
        String wanted = args.isEmpty() ? "" : args.get(0).replaceFirst("^%", "");
        List<Jobs.Job> meant = running.stream()
                .filter(job -> wanted.isEmpty() || wanted.equals(String.valueOf(job.number())))
                .toList();
        if (meant.isEmpty()) {
            io.err().line(session.where() + "fg: " + (wanted.isEmpty() ? "current" : args.get(0)) + ": no such job");
            return 1;
        }
        io.out().line(meant.getLast().command());
        return session.jobs().await(meant.getLast(), io);
    }
}
