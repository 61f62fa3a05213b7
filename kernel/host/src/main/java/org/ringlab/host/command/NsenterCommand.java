package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;

/** {@code nsenter} of util-linux: runs a program in a network namespace that has a name. */
final class NsenterCommand extends NamedCommand {
    NsenterCommand() {
        super("nsenter", "nsenter --net=/var/run/netns/NAME COMMAND…: run a program in a network namespace", "--net=");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        List<String> words = new ArrayList<>(args);
        String file = "";
        while (!words.isEmpty() && words.get(0).startsWith("-")) {
            String option = words.remove(0);
            if (option.startsWith("--net=")) {
                file = option.substring("--net=".length());
            } else if (option.startsWith("-n") && option.length() > 2) {
                file = option.substring(2);
            } else if (option.equals("--")) {
                break;
            } else {
                io.err().line("nsenter: not simulated: " + option + " (network namespaces by file only)");
                return 1;
            }
        }
        if (file.isEmpty()) {
            io.err().line("nsenter: not simulated: namespaces of processes; use --net=/var/run/netns/NAME");
            return 1;
        }
        String path = session.resolve(file);
        Optional<Machine> namespace =
                Optional.ofNullable(session.machine().namespaces().get(path.replaceFirst("^(/var)?/run/netns/", "")));
        if (namespace.isEmpty()) {
            boolean other = session.files().exists(path);
            io.err()
                    .line(
                            other
                                    ? "nsenter: reassociate to namespace 'ns/net' failed: Invalid argument"
                                    : "nsenter: cannot open " + file + ": No such file or directory");
            return 1;
        }
        List<String> command = words.isEmpty() ? List.of("bash") : words;
        if (!Programs.exists(command.get(0))) {
            io.err().line("nsenter: failed to execute " + command.get(0) + ": No such file or directory");
            return 127;
        }
        return Programs.run(session, namespace.get(), command, io);
    }
}
