package org.ringlab.host.command;

import java.util.List;
import java.util.Locale;
import org.ringlab.host.shell.Streams;
import org.ringlab.host.software.Package;

/** What {@code yum} prints of a transaction. */
final class YumText {
    static final String RULE = "=".repeat(80);

    private YumText() {}

    static void header(Streams io) {
        io.out().line("Loaded plugins: fastestmirror");
    }

    static void mirrors(Streams io) {
        header(io);
        io.out().line("Loading mirror speeds from cached hostfile");
    }

    static String counted(int number, String what) {
        return String.format(Locale.ROOT, "%2d %s%s", number, what, number == 1 ? "" : "s");
    }

    static void table(Streams io, String title, List<Package> asked, String otherTitle, List<Package> others) {
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

    static String row(String name, String arch, String version, String repository, String size) {
        return " " + Texts.left(name, 30) + " " + Texts.left(arch, 7) + " " + Texts.left(version, 22) + " "
                + Texts.left(repository, 10) + Texts.right(size, 7);
    }

    static String size(int kib) {
        return kib < 1000 ? kib + " k" : String.format(Locale.ROOT, "%.1f M", kib / 1024.0);
    }

    static void steps(Streams io, String what, List<Package> all) {
        for (int i = 0; i < all.size(); i++) {
            Package p = all.get(i);
            io.out()
                    .line(Texts.left("  " + what + " : " + p.installed(), 70)
                            + Texts.right((i + 1) + "/" + all.size(), 8) + " ");
        }
    }

    static void results(Streams io, String title, List<Package> packages) {
        if (!packages.isEmpty()) {
            io.out().line("\n" + title);
            packages.forEach(
                    p -> io.out().line("  " + p.name() + "." + p.arch() + " " + p.epoch() + ":" + p.version()));
        }
    }
}
