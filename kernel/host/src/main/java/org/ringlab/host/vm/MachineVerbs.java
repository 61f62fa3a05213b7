package org.ringlab.host.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.ringlab.hypervisor.Comparison;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.Settings;
import org.ringlab.hypervisor.device.DeviceComparison;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.guest.SampleGuests;
import org.ringlab.hypervisor.migrate.Migration;
import org.ringlab.hypervisor.riscv.RiscV;
import org.ringlab.hypervisor.riscv.RiscVAssembler;
import org.ringlab.hypervisor.text.Arrangement;

/** {@code vm devices}, {@code vm migrate}, {@code vm rings}, {@code vm riscv}. */
final class MachineVerbs {
    private final VmVerbs verbs;

    MachineVerbs(VmVerbs verbs) {
        this.verbs = verbs;
    }

    static VmReply devices(List<String> rest) {
        Words words = new Words(rest, List.of("packets", "bytes", "batch", "exit"));
        int packets = (int) words.number("packets", 1, 200, 64);
        int bytes = (int) words.number("bytes", 1, 1500, 1000);
        int batch = (int) words.number("batch", 1, 200, 16);
        Settings settings = VmVerbs.settings(words);
        if (!words.operands().isEmpty()) {
            words.wrong("usage: vm devices [--packets N] [--bytes N] [--batch N]");
        }
        if (words.problem().isPresent()) {
            return VmReply.wrong(words.problem().get());
        }
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%-16s %8s %8s %8s %14s %12s", "device", "packets", "bytes", "exits", "bytes per exit", "cycles"));
        for (DeviceComparison.Row row : DeviceComparison.run(packets, bytes, batch, settings)) {
            lines.add(format(
                            "%-16s %8d %8d %8d %14d %12d",
                            row.way().title(),
                            row.packets(),
                            row.bytes(),
                            row.exits(),
                            row.bytesPerExit(),
                            row.cycles())
                    + (row.problem().isEmpty() ? "" : "  WRONG: " + row.problem()));
        }
        return VmReply.of(0, lines);
    }

    VmReply migrate(List<String> rest) {
        Words words = new Words(
                rest, List.of("mbit", "latency-us", "downtime-us", "rounds", "warm-up", "storage", "way", "budget"));
        Optional<String> source = verbs.guest(
                words,
                "migrate [--way pre-copy|post-copy] [--mbit N] [--downtime-us N] [--storage shared|local] GUEST");
        Migration.Plan plan = new Migration.Plan(
                words.number("mbit", 1, 1_000_000, 1000),
                words.number("latency-us", 0, 1_000_000, 100) * 1000,
                words.number("downtime-us", 1, 60_000_000, 300) * 1000,
                (int) words.number("rounds", 1, 100, 30),
                words.number("warm-up", 1, 10_000_000, 20_000),
                word(words, "storage", "shared", "local"));
        boolean preCopy = word(words, "way", "pre-copy", "post-copy");
        Settings settings = VmVerbs.settings(words);
        if (words.problem().isPresent() || source.isEmpty()) {
            return VmReply.wrong(words.problem().orElse(""));
        }
        String name = words.operands().getFirst();
        GuestBuild.Built built = GuestBuild.build(name, source.get(), false);
        GuestImage image = built.image();
        if (image == null) {
            return VmReply.wrong(VmVerbs.told(name, built.diagnostics()));
        }
        Migration.Report report =
                preCopy ? Migration.preCopy(image, plan, settings) : Migration.postCopy(image, plan, settings);
        if (!report.refused().isEmpty()) {
            return new VmReply(1, List.of(), List.of("not migrated: " + report.refused()), Optional.empty());
        }
        int status = report.ending() instanceof Ending.PoweredOff ? 0 : 1;
        return VmReply.of(status, lines(report, preCopy)).with(new VmReply.Drawing.OfMigration(report));
    }

    private static boolean word(Words words, String option, String yes, String no) {
        String word = words.text(option, yes);
        if (!word.equals(yes) && !word.equals(no)) {
            words.wrong("--" + option + ": " + word + " (allowed: " + yes + ", " + no + ")");
        }
        return word.equals(yes);
    }

    private static List<String> lines(Migration.Report report, boolean preCopy) {
        List<String> lines = new ArrayList<>();
        if (preCopy) {
            lines.add(format("%5s %8s %10s %8s", "round", "pages", "time µs", "dirtied"));
            for (Migration.Round round : report.rounds()) {
                lines.add(format(
                        "%5d %8d %10d %8d",
                        round.number(), round.pages(), round.nanoseconds() / 1000, round.dirtied()));
            }
            lines.add(
                    report.downtime() == 0
                            ? "the guest came to its end before it could be moved"
                            : report.converged()
                                    ? "the rest is small enough: stop and copy"
                                    : "it writes faster than the link carries: stopped and copied all the same");
        } else {
            lines.add(format("pages fetched on demand  %d, waiting %d µs", report.stalls(), report.stalled() / 1000));
        }
        lines.add(format(
                "downtime %d µs, total %d µs, sent %d KiB",
                report.downtime() / 1000, report.total() / 1000, report.sent() / 1024));
        report.output().lines().forEach(line -> lines.add("| " + line));
        return lines;
    }

    VmReply rings(List<String> rest) {
        List<String> lines = new ArrayList<>();
        if (!rest.isEmpty()) {
            Words words = new Words(rest, List.of());
            Optional<String> source = verbs.guest(words, "rings [GUEST]");
            if (words.problem().isPresent() || source.isEmpty()) {
                return VmReply.wrong(words.problem().orElse(""));
            }
            String name = words.operands().getFirst();
            Comparison comparison = Comparison.of(name, source.get(), Settings.DEFAULT);
            if (comparison.rows().isEmpty()) {
                return VmReply.wrong(VmVerbs.told(name, comparison.diagnostics()));
            }
            comparison.rows().forEach(row -> lines.addAll(Arrangement.observed(row)));
            return VmReply.of(0, lines);
        }
        String hello = Objects.requireNonNull(SampleGuests.all().get("hello"));
        return VmReply.of(0, Arrangement.text(Comparison.of("hello", hello, Settings.DEFAULT)));
    }

    static VmReply riscv(List<String> rest) {
        if (!rest.isEmpty()) {
            return VmReply.wrong("usage: vm riscv");
        }
        RiscVAssembler.Assembled program = RiscVAssembler.assemble(RiscV.SAMPLE);
        RiscV machine = new RiscV(1 << 16);
        machine.load(0, program.words());
        RiscV.Ending ending = machine.run(1_000_000);
        List<String> lines = new ArrayList<>(program.listing());
        machine.output().lines().forEach(line -> lines.add("| " + line));
        lines.add(format(
                "%s after %d instructions, each interpreted by software of this machine",
                ending.text(), machine.executed()));
        lines.add("a0 = " + Hex.of(machine.register(10) & 0xFFFF_FFFFL));
        return VmReply.of(0, lines);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
