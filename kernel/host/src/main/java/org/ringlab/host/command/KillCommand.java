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
        String signal = "TERM";
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            if (arg.equals("-l") && name().equals("kill")) {
                return list(session, args.subList(i + 1, args.size()), io);
            }
            if (arg.equals("--") || arg.matches("-[xfqe]") && !name().equals("kill")) {
                continue;
            }
            boolean behind = arg.matches("-[sn]") && i + 1 < args.size();
            if (!arg.startsWith("-") || arg.equals("-")) {
                targets.add(arg);
                continue;
            }
            signal = Signals.name(behind ? args.get(++i) : arg.substring(1));
            if (Signals.number(signal) < 0 && !signal.equals("0")) {
                String said = behind ? args.get(i) : arg.substring(1);
                io.err()
                        .line((name().equals("kill") ? session.where() : "") + name() + ": " + said
                                + ": invalid signal specification");
                return 1;
            }
        }
        boolean asks = signal.equals("EXIT") || signal.equals("0");
        boolean hard = signal.equals("KILL");
        boolean ignored = List.of("CHLD", "CONT", "URG", "WINCH").contains(signal);
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
                    .filter(job -> name().equals("kill") ? isMeant(session.jobs(), job, target) : isCalled(job, target))
                    .toList();
            for (Jobs.Job job : found) {
                if (asks || ignored) {
                    continue;
                }
                if (signal.equals("INT")) {
                    session.jobs().interrupt(job, io);
                } else if (hard) {
                    session.jobs().kill(job, io);
                } else {
                    session.jobs().stop(job, io, true);
                }
            }
            if (found.isEmpty() && !killed(session, target, asks || ignored, io)) {
                status = 1;
                missing(target).ifPresent(io.err()::line);
            }
        }
        return status;
    }

    /** Other processes than this terminal's jobs: services stop; a number that isn't there is somebody's mistake. */
    private boolean killed(Session session, String target, boolean harmless, Streams io) {
        Processes processes = session.machine().processes();
        PidNamespace viewer = session.process().memberships().pid();
        List<Task> found = name().equals("kill")
                ? Texts.number(target).flatMap(pid -> processes.find(viewer, pid)).stream()
                        .toList()
                : processes.seenFrom(viewer).stream()
                        .filter(t -> t.terminal() == Task.Terminal.NONE
                                && SystemFiles.programName(t).equals(target))
                        .toList();
        if (harmless) {
            return !found.isEmpty();
        }
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

    private static int list(Session session, List<String> numbers, Streams io) {
        if (numbers.isEmpty()) {
            io.out().print(Signals.table());
            return 0;
        }
        int status = 0;
        for (String word : numbers) {
            boolean digits = word.matches("\\d{1,3}");
            String name = Signals.name(digits ? String.valueOf(Integer.parseInt(word) & 127) : word);
            int number = Signals.number(name);
            if (number < 0) {
                io.err().line(session.where() + "kill: " + word + ": invalid signal specification");
                status = 1;
            } else {
                io.out().line(digits ? name : String.valueOf(number));
            }
        }
        return status;
    }

    /** Whether a job is what {@code %1}, {@code %+}, {@code %-}, {@code %name} or a process id says. */
    static boolean isMeant(Jobs jobs, Jobs.Job job, String target) {
        int behind = jobs.running().size() - 1 - jobs.running().indexOf(job);
        return switch (target) {
            case "%%", "%+", "%" -> behind == 0;
            case "%-" -> behind == 1;
            default ->
                target.equals("%" + job.number())
                        || target.equals(String.valueOf(job.pid()))
                        || target.startsWith("%?") && job.command().contains(target.substring(2))
                        || target.matches("%[^0-9?].*") && job.command().startsWith(target.substring(1));
        };
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
