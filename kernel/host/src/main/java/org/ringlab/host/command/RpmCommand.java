package org.ringlab.host.command;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Glob;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.software.Package;
import org.ringlab.host.software.Packages;
import org.ringlab.host.software.Repository;

/** {@code rpm -q}: what is installed. */
final class RpmCommand extends NamedCommand {
    RpmCommand() {
        super("rpm", "rpm -q PACKAGE... | rpm -qa [PATTERN]: what is installed", "-q", "-qa", "-qi");
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options = Options.parse(args, "qaiRlfcvh", "query", "all", "info", "requires");
        boolean query = options.has("-q") || options.has("--query");
        if (options.complaint("rpm").isPresent() || !query) {
            io.err().line("rpm: not simulated: " + String.join(" ", args));
            return 1;
        }
        if (options.has("-l") || options.has("-f") || options.has("-c")) {
            io.err().line("rpm: not simulated: files of packages");
            return 1;
        }
        Packages packages = session.machine().packages();
        if (options.has("-a") || options.has("--all")) {
            String pattern =
                    options.operands().isEmpty() ? "*" : options.operands().getFirst();
            packages.all().stream()
                    .filter(p -> Glob.matches(pattern, p.name()))
                    .forEach(p -> io.out().line(p.full()));
            return 0;
        }
        if (options.operands().isEmpty()) {
            io.err().line("rpm: no arguments given for query");
            return 1;
        }
        int missing = 0;
        for (String name : options.operands()) {
            Optional<Package> found = Repository.find(name).filter(p -> packages.has(p.name()));
            if (found.isEmpty()) {
                io.out().line("package " + name + " is not installed");
                missing++;
            } else if (options.has("-R") || options.has("--requires")) {
                found.get().requires().forEach(io.out()::line);
            } else if (options.has("-i") || options.has("--info")) {
                io.out().line("Name        : " + found.get().name());
                io.out().line("Version     : " + found.get().version());
                io.out().line("Architecture: " + found.get().arch());
                io.out().line("Summary     : " + found.get().summary());
            } else {
                io.out().line(found.get().full());
            }
        }
        return Math.min(missing, 255);
    }
}
