package org.ringlab.host.command;

import static org.ringlab.host.command.YumText.mirrors;
import static org.ringlab.host.command.YumText.size;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.host.shell.Glob;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.software.Package;
import org.ringlab.host.software.Packages;
import org.ringlab.host.software.Repository;

/** What {@code yum} says of packages and repositories without changing anything: list, info, search, repolist. */
final class YumQueries {
    /** CentOS's own repositories. */
    static final List<String> CENTOS = List.of("base", "extras", "updates");

    private YumQueries() {}

    static int list(Packages packages, List<String> words, Streams io) {
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

    static int info(Packages packages, List<String> names, Streams io) {
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

    static int search(List<String> words, Streams io) {
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

    static int repositories(Streams io) {
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
