package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.machine.Session;
import org.ringlab.host.machine.SystemFiles;
import org.ringlab.host.namespaces.PidNamespace;
import org.ringlab.host.namespaces.Processes;
import org.ringlab.host.namespaces.Task;
import org.ringlab.host.shell.Streams;

/** {@code kill %N}, bash's builtin, {@code killall} and {@code pkill}: end what runs in this terminal's background. */
final class KillCommand extends NamedCommand {
    KillCommand(String name) {
        super(name, name + (name.equals("kill") ? " [-9] %N|PID" : " [-9] NAME") + ": end a program in the background");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> targets = new ArrayList<>();
        boolean hard = false;
        for (String arg : args) {
            if (arg.startsWith("-")) {
                hard |= arg.matches("-(9|KILL|SIGKILL)");
            } else {
                targets.add(arg);
            }
        }
        if (targets.isEmpty()) {
            io.err()
                    .line(
                            name().equals("kill")
                                    ? "kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l"
                                            + " [sigspec]"
                                    : "Usage: " + name() + " [OPTION]... [--] NAME...");
            return 2;
        }
        int status = 0;
        for (String target : targets) {
            List<Jobs.Job> found = session.jobs().running().stream()
                    .filter(job -> name().equals("kill") ? isMeant(job, target) : isCalled(job, target))
                    .toList();
            for (Jobs.Job job : found) {
                if (hard) {
                    session.jobs().kill(job, io);
                } else {
                    session.jobs().stop(job, io, true);
                }
            }
            if (found.isEmpty() && !killed(session, target, io)) {
                status = 1;
                missing(target).ifPresent(io.err()::line);
            }
        }
        return status;
    }

    /** Other processes than this terminal's jobs: services stop; a number that isn't there is somebody's mistake. */
    private boolean killed(Session session, String target, Streams io) {
        Processes processes = session.machine().processes();
        PidNamespace viewer = session.process().memberships().pid();
        List<Task> found = name().equals("kill")
                ? Texts.number(target).flatMap(pid -> processes.find(viewer, pid)).stream()
                        .toList()
                : processes.seenFrom(viewer).stream()
                        .filter(t -> t.terminal() == Task.Terminal.NONE
                                && SystemFiles.programName(t).equals(target))
                        .toList();
        // The first process of a pid namespace is spared what comes from inside, SIGKILL included (pid_namespaces(7)).
        found.stream()
                .filter(p -> viewer.init().filter(p::equals).isEmpty())
                .forEach(p -> session.jobs()
                        .of(p)
                        .ifPresentOrElse(job -> session.jobs().stop(job, io, false), () -> kill(processes, p)));
        return !found.isEmpty();
    }

    /** Shells and the first process of a host don't heed the signal. */
    private static void kill(Processes processes, Task process) {
        boolean shell = process.command().getFirst().equals("-bash");
        if (process != processes.init() && !shell) {
            processes.kill(process);
        }
    }

    private static boolean isMeant(Jobs.Job job, String target) {
        return target.equals("%" + job.number())
                || target.equals("%%")
                || target.equals("%+")
                || target.equals(String.valueOf(job.pid()))
                || target.startsWith("%") && job.command().startsWith(target.substring(1));
    }

    /** The program is the command's first word, or stands behind {@code ip netns exec NAME}. */
    private static boolean isCalled(Jobs.Job job, String target) {
        return List.of(job.command().split("\\s+")).contains(target);
    }

    private Optional<String> missing(String target) {
        return switch (name()) {
            case "kill" ->
                Optional.of(
                        target.startsWith("%")
                                ? "bash: kill: " + target + ": no such job"
                                : target.matches("\\d+")
                                        ? "bash: kill: (" + target + ") - No such process"
                                        : "bash: kill: " + target + ": arguments must be process or job IDs");
            case "killall" -> Optional.of(target + ": no process found");
            default -> Optional.empty();
        };
    }
}
