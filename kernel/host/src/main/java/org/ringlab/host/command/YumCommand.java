package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.Session;
import org.ringlab.host.shell.Glob;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.software.Package;
import org.ringlab.host.software.Packages;
import org.ringlab.host.software.Repository;
import org.ringlab.host.unit.Installation;

/** {@code yum} 3.4.3: packages with what they need, out of a mirror that every lab reaches. */
final class YumCommand extends NamedCommand {
    private static final List<String> CENTOS = List.of("base", "extras", "updates");
    private static final String RULE = "=".repeat(80);

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
            case "list" -> list(packages, words, io);
            case "info" -> info(packages, words, io);
            case "search" -> search(words, io);
            case "repolist" -> repositories(io);
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

    private static void header(Streams io) {
        io.out().line("Loaded plugins: fastestmirror");
    }

    private static void mirrors(Streams io) {
        header(io);
        io.out().line("Loading mirror speeds from cached hostfile");
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

    private static String counted(int number, String what) {
        return String.format(Locale.ROOT, "%2d %s%s", number, what, number == 1 ? "" : "s");
    }

    private static void table(Streams io, String title, List<Package> asked, String otherTitle, List<Package> others) {
        io.out().line(RULE);
        io.out().line(row("Package", "Arch", "Version", "Repository", "Size"));
        io.out().line(RULE);
        io.out().line(title);
        asked.forEach(p -> io.out().line(row(p.name(), p.arch(), p.shownVersion(), p.repository(), size(p.kib()))));
        if (!others.isEmpty()) {
            io.out().line(otherTitle);
            others.forEach(
                    p -> io.out().line(row(p.name(), p.arch(), p.shownVersion(), p.repository(), size(p.kib()))));
        }
        io.out().line("\nTransaction Summary\n" + RULE);
    }

    private static String row(String name, String arch, String version, String repository, String size) {
        return " " + Texts.left(name, 30) + " " + Texts.left(arch, 7) + " " + Texts.left(version, 22) + " "
                + Texts.left(repository, 10) + Texts.right(size, 7);
    }

    private static String size(int kib) {
        return kib < 1000 ? kib + " k" : String.format(Locale.ROOT, "%.1f M", kib / 1024.0);
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

    private static void steps(Streams io, String what, List<Package> all) {
        for (int i = 0; i < all.size(); i++) {
            Package p = all.get(i);
            io.out()
                    .line(Texts.left("  " + what + " : " + p.installed(), 70)
                            + Texts.right((i + 1) + "/" + all.size(), 8) + " ");
        }
    }

    private static void results(Streams io, String title, List<Package> packages) {
        if (!packages.isEmpty()) {
            io.out().line("\n" + title);
            packages.forEach(
                    p -> io.out().line("  " + p.name() + "." + p.arch() + " " + p.epoch() + ":" + p.version()));
        }
    }

    private static int list(Packages packages, List<String> words, Streams io) {
        mirrors(io);
        String which = words.isEmpty() ? "all" : words.getFirst();
        List<String> names = List.of("all", "installed", "available").contains(which)
                ? words.stream().skip(1).toList()
                : words;
        List<Package> installed = which.equals("available") ? List.of() : matching(packages.all(), names);
        List<Package> available = which.equals("installed")
                ? List.of()
                : matching(
                        Repository.all().stream()
                                .filter(p -> !packages.has(p.name()))
                                .toList(),
                        names);
        rows(io, "Installed Packages", installed, "@");
        rows(io, "Available Packages", available, "");
        if (installed.isEmpty() && available.isEmpty()) {
            io.err().line("Error: No matching Packages to list");
            return 1;
        }
        return 0;
    }

    private static List<Package> matching(List<Package> packages, List<String> patterns) {
        return packages.stream()
                .filter(p -> patterns.isEmpty() || patterns.stream().anyMatch(pattern -> matches(pattern, p)))
                .toList();
    }

    private static boolean matches(String pattern, Package p) {
        return Glob.matches(pattern, p.name()) || Glob.matches(pattern, p.name() + "." + p.arch());
    }

    private static void rows(Streams io, String title, List<Package> packages, String mark) {
        if (!packages.isEmpty()) {
            io.out().line(title);
            packages.forEach(p -> io.out()
                    .line(Texts.left(p.name() + "." + p.arch(), 41)
                            + Texts.left(p.shownVersion(), 27)
                            + mark
                            + p.repository()));
        }
    }

    private static int info(Packages packages, List<String> names, Streams io) {
        mirrors(io);
        boolean found = false;
        for (String name : names) {
            Optional<Package> p = Repository.find(name);
            if (p.isPresent()) {
                found = true;
                boolean there = packages.has(p.get().name());
                io.out().line(there ? "Installed Packages" : "Available Packages");
                describe(io, p.get(), there);
            }
        }
        if (!found) {
            io.err().line("Error: No matching Packages to list");
        }
        return found ? 0 : 1;
    }

    private static void describe(Streams io, Package p, boolean there) {
        int dash = p.version().lastIndexOf('-');
        fact(io, "Name", p.name());
        fact(io, "Arch", p.arch());
        if (p.epoch() > 0) {
            fact(io, "Epoch", String.valueOf(p.epoch()));
        }
        fact(io, "Version", p.version().substring(0, dash));
        fact(io, "Release", p.version().substring(dash + 1));
        fact(io, "Size", size(p.kib()));
        fact(io, "Repo", there ? "installed" : p.repository());
        if (there) {
            fact(io, "From repo", p.repository());
        }
        fact(io, "Summary", p.summary());
        io.out().line("");
    }

    private static void fact(Streams io, String name, String value) {
        io.out().line(Texts.left(name, 12) + ": " + value);
    }

    private static int search(List<String> words, Streams io) {
        mirrors(io);
        List<Package> found = Repository.all().stream()
                .filter(p -> words.stream()
                        .allMatch(w -> (p.name() + " " + p.summary())
                                .toLowerCase(Locale.ROOT)
                                .contains(w.toLowerCase(Locale.ROOT))))
                .toList();
        if (found.isEmpty()) {
            io.out().line("Warning: No matches found for: " + String.join(" ", words) + "\nNo matches found");
            return 0;
        }
        found.forEach(p -> io.out().line(p.name() + "." + p.arch() + " : " + p.summary()));
        return 0;
    }

    private static int repositories(Streams io) {
        mirrors(io);
        io.out().line(Texts.left("repo id", 24) + Texts.left("repo name", 40) + "status");
        for (String each : CENTOS) {
            long number = Repository.all().stream()
                    .filter(p -> p.repository().equals(each))
                    .count();
            String name = "CentOS-7 - " + Character.toUpperCase(each.charAt(0)) + each.substring(1);
            io.out().line(Texts.left(each + "/7/x86_64", 24) + Texts.left(name, 40) + number);
        }
        io.out().line("repolist: " + Repository.all().size());
        return 0;
    }
}
