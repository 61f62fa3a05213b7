package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
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
        return switch (name()) {
            case "jobs" -> jobs(session, args, io);
            case "wait" -> waited(session, args, io);
            default -> foreground(session, args, io);
        };
    }

    private static int jobs(Session session, List<String> args, Streams io) {
        boolean numbers = args.contains("-p");
        boolean more = args.contains("-l");
        for (Jobs.Job job : session.jobs().running()) {
            boolean over = job.process().hasEnded();
            String line = session.jobs().line(job, over ? "Done" : "Running") + (over ? "" : " &");
            io.out()
                    .line(
                            numbers
                                    ? String.valueOf(job.pid())
                                    : more ? line.substring(0, 5) + job.pid() + line.substring(4) : line);
        }
        return 0;
    }

    private static int waited(Session session, List<String> args, Streams io) {
        List<Jobs.Job> running = List.copyOf(session.jobs().running());
        if (args.isEmpty()) {
            running.forEach(job -> session.jobs().await(job, io));
            return 0;
        }
        if (args.getFirst().startsWith("-")) {
            io.err().line("wait: not simulated: " + args.getFirst());
            return 2;
        }
        int status = 0;
        for (String word : args) {
            Optional<Jobs.Job> job = running.stream()
                    .filter(one -> KillCommand.isMeant(session.jobs(), one, word))
                    .findFirst();
            Optional<Integer> ended = Texts.number(word).flatMap(session.jobs()::statusOf);
            if (job.isPresent()) {
                status = session.jobs().await(job.get(), io);
            } else if (ended.isPresent()) {
                status = ended.get();
            } else {
                String why = word.startsWith("%")
                        ? word + ": no such job"
                        : word.matches("\\d+")
                                ? "pid " + word + " is not a child of this shell"
                                : "`" + word + "': not a pid or valid job spec";
                io.err().line(session.where() + "wait: " + why);
                status = word.matches("%.*|\\d+") ? 127 : 1;
            }
        }
        return status;
    }

    private static int foreground(Session session, List<String> args, Streams io) {
        String wanted = args.isEmpty() ? "%+" : args.getFirst();
        String meant = wanted.startsWith("%") ? wanted : "%" + wanted;
        Optional<Jobs.Job> job = session.jobs().running().stream()
                .filter(one -> KillCommand.isMeant(session.jobs(), one, meant))
                .findFirst();
        if (job.isEmpty()) {
            io.err().line(session.where() + "fg: " + (args.isEmpty() ? "current" : wanted) + ": no such job");
            return 1;
        }
        io.out().line(job.get().command());
        return session.jobs().await(job.get(), io);
    }
}
