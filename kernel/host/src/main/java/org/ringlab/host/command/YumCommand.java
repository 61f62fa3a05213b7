package org.ringlab.host.command;

import static org.ringlab.host.command.YumQueries.CENTOS;
import static org.ringlab.host.command.YumText.counted;
import static org.ringlab.host.command.YumText.header;
import static org.ringlab.host.command.YumText.mirrors;
import static org.ringlab.host.command.YumText.results;
import static org.ringlab.host.command.YumText.size;
import static org.ringlab.host.command.YumText.steps;
import static org.ringlab.host.command.YumText.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.software.Package;
import org.ringlab.host.software.Packages;
import org.ringlab.host.software.Repository;
import org.ringlab.host.unit.Installation;

/** {@code yum} 3.4.3: packages with what they need, out of a mirror that every lab reaches. */
final class YumCommand extends NamedCommand {
    YumCommand() {
        super(
                "yum",
                "yum [-y] install|remove|groupinstall|grouplist|list|info|repolist|search …: packages",
                "-y",
                "install",
                "remove",
                "groupinstall",
                "grouplist",
                "list",
                "info",
                "search",
                "repolist");
    }

    @Override
    public List<String> words(Session session, List<String> before) {
        return Repository.all().stream().map(Package::name).toList();
    }

    @Override
    public int run(Session session, List<String> args, Streams io) {
        Options options =
                Options.parse(args, "yqvd:e:C", "assumeyes", "quiet", "nogpgcheck", "enablerepo:", "disablerepo:");
        List<String> words = new ArrayList<>(options.operands());
        if (options.complaint("yum").isPresent() || words.isEmpty()) {
            io.out().line("Loaded plugins: fastestmirror");
            io.err()
                    .line(
                            words.isEmpty()
                                    ? "You need to give some command"
                                    : "Command line error: no such option: "
                                            + options.complaint("yum").orElse(""));
            return 1;
        }
        String verb = words.removeFirst();
        if (verb.equals("group") || verb.equals("groups")) {
            verb = "group" + (words.isEmpty() ? "list" : words.removeFirst());
        }
        boolean yes = options.has("-y") || options.has("--assumeyes");
        Packages packages = session.machine().packages();
        return switch (verb) {
            case "install", "localinstall" -> install(session, words, yes, io);
            case "remove", "erase" -> remove(session, words, yes, io);
            case "groupinstall" -> groupInstall(session, words, yes, io);
            case "grouplist" -> {
                groups(words.contains("hidden"), io);
                yield 0;
            }
            case "list" -> YumQueries.list(packages, words, io);
            case "info" -> YumQueries.info(packages, words, io);
            case "search" -> YumQueries.search(words, io);
            case "repolist" -> YumQueries.repositories(io);
            case "clean", "makecache" -> {
                header(io);
                yield 0;
            }
            case "update", "upgrade", "check-update" -> {
                header(io);
                io.out().line("No packages marked for update");
                yield 0;
            }
            case "history",
                    "provides",
                    "whatprovides",
                    "reinstall",
                    "downgrade",
                    "deplist",
                    "groupremove",
                    "groupinfo" -> {
                io.err().line("yum: not simulated: " + verb);
                yield 1;
            }
            default -> {
                header(io);
                io.out().line("No such command: " + verb + ". Please use /usr/bin/yum --help");
                yield 1;
            }
        };
    }

    /** Repositories beside CentOS's own are those that a file in {@code /etc/yum.repos.d} names. */
    private static boolean isOffered(Session session, Package wanted) {
        if (CENTOS.contains(wanted.repository())) {
            return true;
        }
        try {
            for (String file : session.files().list("/etc/yum.repos.d")) {
                if (file.endsWith(".repo")
                        && session.files().read("/etc/yum.repos.d/" + file).contains("[" + wanted.repository() + "]")) {
                    return true;
                }
            }
        } catch (FileException none) {
            return false;
        }
        return false;
    }

    private static int install(Session session, List<String> names, boolean yes, Streams io) {
        Packages packages = session.machine().packages();
        if (names.isEmpty()) {
            header(io);
            io.err().line("Error: Need to pass a list of pkgs to install");
            return 1;
        }
        mirrors(io);
        Set<String> wanted = new LinkedHashSet<>();
        boolean known = false;
        for (String name : names) {
            Optional<Package> found = Repository.find(name).filter(p -> isOffered(session, p));
            if (name.startsWith("@")) {
                Repository.group(name.substring(1)).ifPresent(wanted::addAll);
            } else if (found.isEmpty()) {
                io.out().line("No package " + name + " available.");
            } else if (packages.has(found.get().name())) {
                io.out().line("Package " + found.get().installed() + " already installed and latest version");
                known = true;
            } else {
                wanted.add(found.get().name());
            }
        }
        return transaction(session, List.copyOf(wanted), known, yes, io);
    }

    private static void groups(boolean hidden, Streams io) {
        header(io);
        io.out().line("Available Environment Groups:");
        Repository.ENVIRONMENTS.forEach(name -> io.out().line("   " + name));
        io.out().line("Available Groups:");
        List<String> names = new ArrayList<>(Repository.GROUPS_SHOWN);
        if (hidden) {
            names.addAll(Repository.hiddenGroups());
        }
        names.forEach(name -> io.out().line("   " + name));
        io.out().line("Done");
    }

    private static int groupInstall(Session session, List<String> names, boolean yes, Streams io) {
        if (names.isEmpty()) {
            io.err().line("Error: Need a group or list of groups");
            return 1;
        }
        mirrors(io);
        Set<String> wanted = new LinkedHashSet<>();
        boolean known = false;
        for (String name : names) {
            Optional<List<String>> group = Repository.group(name);
            if (group.isEmpty() && (Repository.ENVIRONMENTS.contains(name) || Repository.GROUPS_SHOWN.contains(name))) {
                io.err().line("yum: not simulated: group " + name);
                return 1;
            }
            if (group.isEmpty()) {
                io.out().line("Warning: Group " + name + " does not exist.");
            }
            for (String each : group.orElse(List.of())) {
                known = true;
                if (!session.machine().packages().has(each)) {
                    wanted.add(each);
                }
            }
        }
        if (wanted.isEmpty()) {
            io.out().line("Maybe run: yum groups mark install (see man yum)");
            io.err()
                    .line("Error: "
                            + (known
                                    ? "Nothing to do"
                                    : "No packages in any requested group available to install or update"));
            return known ? 0 : 1;
        }
        return transaction(session, List.copyOf(wanted), known, yes, io);
    }

    private static int transaction(Session session, List<String> wanted, boolean known, boolean yes, Streams io) {
        List<Package> all = session.machine().packages().needed(wanted);
        if (all.isEmpty()) {
            if (known) {
                io.out().line("Nothing to do");
            } else {
                io.err().line("Error: Nothing to do");
            }
            return known ? 0 : 1;
        }
        io.out().line("Resolving Dependencies\n--> Running transaction check");
        all.forEach(p -> io.out()
                .line("---> Package " + p.name() + "." + p.arch() + " " + p.epoch() + ":" + p.version()
                        + " will be installed"));
        io.out().line("--> Finished Dependency Resolution\n\nDependencies Resolved\n");
        List<Package> asked =
                all.stream().filter(p -> wanted.contains(p.name())).toList();
        List<Package> others =
                all.stream().filter(p -> !wanted.contains(p.name())).toList();
        table(io, "Installing:", asked, "Installing for dependencies:", others);
        io.out()
                .line("Install  " + counted(asked.size(), "Package")
                        + (others.isEmpty()
                                ? ""
                                : " (+" + others.size() + " Dependent package" + (others.size() > 1 ? "s" : "") + ")")
                        + "\n");
        io.out()
                .line("Total download size: "
                        + size(all.stream().mapToInt(Package::kib).sum()));
        io.out()
                .line("Installed size: "
                        + size(all.stream().mapToInt(Package::kib).sum() * 4));
        if (!agreed(yes, io)) {
            return 1;
        }
        io.out()
                .line("Downloading packages:\nRunning transaction check\nRunning transaction test\n"
                        + "Transaction test succeeded\nRunning transaction");
        steps(io, "Installing", all.reversed());
        steps(io, "Verifying ", all);
        Installation.install(session, all);
        results(io, "Installed:", asked);
        results(io, "Dependency Installed:", others);
        io.out().line("Complete!");
        return 0;
    }

    private static int remove(Session session, List<String> names, boolean yes, Streams io) {
        Packages packages = session.machine().packages();
        header(io);
        if (names.isEmpty()) {
            io.err().line("Error: Need to pass a list of pkgs to remove");
            return 1;
        }
        List<String> there = names.stream().filter(packages::has).toList();
        names.stream()
                .filter(name -> !packages.has(name))
                .forEach(name -> io.out().line("No Match for argument: " + name));
        if (there.isEmpty()) {
            io.out().line("No Packages marked for removal");
            return 0;
        }
        List<Package> all = packages.needing(there);
        List<Package> asked = all.stream().filter(p -> there.contains(p.name())).toList();
        List<Package> others =
                all.stream().filter(p -> !there.contains(p.name())).toList();
        io.out().line("Resolving Dependencies\n--> Running transaction check");
        all.forEach(p -> io.out()
                .line("---> Package " + p.name() + "." + p.arch() + " " + p.epoch() + ":" + p.version()
                        + " will be erased"));
        io.out().line("--> Finished Dependency Resolution\n\nDependencies Resolved\n");
        table(io, "Removing:", asked, "Removing for dependencies:", others);
        io.out()
                .line("Remove  " + counted(asked.size(), "Package")
                        + (others.isEmpty()
                                ? ""
                                : " (+" + others.size() + " Dependent package" + (others.size() > 1 ? "s" : "") + ")")
                        + "\n");
        io.out()
                .line("Installed size: "
                        + size(all.stream().mapToInt(Package::kib).sum() * 4));
        if (!agreed(yes, io)) {
            return 1;
        }
        io.out()
                .line("Downloading packages:\nRunning transaction check\nRunning transaction test\n"
                        + "Transaction test succeeded\nRunning transaction");
        steps(io, "Erasing   ", all);
        steps(io, "Verifying ", all);
        Installation.remove(session, all);
        results(io, "Removed:", asked);
        results(io, "Dependency Removed:", others);
        io.out().line("Complete!");
        return 0;
    }

    private static boolean agreed(boolean yes, Streams io) {
        if (yes) {
            return true;
        }
        String answer = io.in().line();
        io.out().print("Is this ok [y/d/N]: ");
        if (answer != null && answer.strip().matches("[yY]|[yY][eE][sS]")) {
            io.out().line("");
            return true;
        }
        io.out().line("Exiting on user command");
        return false;
    }
}
