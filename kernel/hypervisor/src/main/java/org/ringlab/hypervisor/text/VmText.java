package org.ringlab.hypervisor.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringlab.hypervisor.Comparison;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.Outcome;
import org.ringlab.hypervisor.hardware.ExitReason;
import org.ringlab.hypervisor.sensitive.Finding;
import org.ringlab.hypervisor.translate.BinaryTranslation;
import org.ringlab.hypervisor.translate.Block;

/** What commands print about guests. */
public final class VmText {
    private VmText() {}

    /** A run: what it said, how it ended, what was counted and what that cost. */
    public static List<String> outcome(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        outcome.output().lines().forEach(line -> lines.add("| " + line));
        lines.add(outcome.method().title() + ": " + outcome.ending().text());
        for (Counter counter : Counter.values()) {
            long count = outcome.counters().get(counter);
            if (count > 0) {
                lines.add(format(
                        "%-26s %,10d × %5d = %,12d",
                        counter.title(),
                        count,
                        outcome.costs().price(counter),
                        count * outcome.costs().price(counter)));
            }
        }
        lines.add(format("%-26s %,33d", "cycles", outcome.cycles()));
        return lines;
    }

    /** Why the guest was left, most often first. */
    public static List<String> reasons(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        outcome.counters().reasons().entrySet().stream()
                .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                .forEach(reason -> lines.add(format("%8d  %s", reason.getValue(), reason.getKey())));
        return lines;
    }

    /** The methods side by side. */
    public static List<String> comparison(Comparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%-10s %-6s %9s %11s %8s %8s %10s %8s %7s %8s %9s %12s %9s",
                "method",
                "works",
                "directly",
                "interpreted",
                "traps",
                "exits",
                "hypercalls",
                "callouts",
                "fills",
                "flushes",
                "walk refs",
                "cycles",
                "× native"));
        Outcome truth = comparison.rows().isEmpty() ? null : comparison.rows().getFirst();
        for (Outcome row : comparison.rows()) {
            boolean same = truth != null && row.output().equals(truth.output()) && row.finished() == truth.finished();
            lines.add(format(
                    "%-10s %-6s %9d %11d %8d %8d %10d %8d %7d %8d %9d %12d %9.1f",
                    row.method().word(),
                    same ? "yes" : "NO",
                    row.counters().get(Counter.DIRECT),
                    row.counters().get(Counter.INTERPRETED),
                    row.counters().get(Counter.TRAPS),
                    row.counters().get(Counter.EXITS),
                    row.counters().get(Counter.HYPERCALLS),
                    row.counters().get(Counter.CALLOUTS),
                    row.counters().get(Counter.SHADOW_FILLS),
                    row.counters().get(Counter.TLB_FLUSHES),
                    row.counters().get(Counter.WALK_REFERENCES),
                    row.cycles(),
                    comparison.slowdown(row)));
        }
        for (Outcome row : comparison.rows()) {
            if (truth != null && (!row.output().equals(truth.output()) || row.finished() != truth.finished())) {
                lines.add(row.method().word() + ": " + row.ending().text());
            }
        }
        return lines;
    }

    /** A table of exit reasons with both manuals' numbers. */
    public static List<String> exitReasons() {
        List<String> lines = new ArrayList<>();
        lines.add(format("%-22s %5s %6s", "reason", "VMX", "SVM"));
        for (ExitReason reason : ExitReason.values()) {
            if (reason != ExitReason.OTHER) {
                lines.add(format(
                        "%-22s %5s %6s",
                        reason.name(),
                        reason.vmx() < 0 ? "-" : String.valueOf(reason.vmx()),
                        reason.svm() < 0 ? "-" : Hex.of(reason.svm())));
            }
        }
        return lines;
    }

    /** A block of guest code beside its translation. */
    public static List<String> block(BinaryTranslation translation, Block block) {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%s: %d instructions, %d bytes → %s, %d bytes",
                Hex.of(block.eip()),
                block.pieces().size(),
                block.guestBytes().length,
                Hex.of(block.at()),
                block.bytes()));
        for (int i = 0; i < block.pieces().size(); i++) {
            Block.Piece piece = block.pieces().get(i);
            List<String> translated = translation.translation(block, i);
            String kind = switch (piece.kind()) {
                case SAME -> "=";
                case INLINE -> "~";
                case BRANCH -> ">";
                case CALLOUT -> "!";
            };
            for (int n = 0; n < Math.max(1, translated.size()); n++) {
                lines.add(format(
                        "  %-8s %-30s %s  %s",
                        n == 0 ? Hex.of(piece.eip()) : "",
                        n == 0 ? piece.guest() : "",
                        n == 0 ? kind : " ",
                        n < translated.size() ? translated.get(n) : ""));
            }
        }
        return lines;
    }

    /** What was found out about instructions. */
    public static List<String> findings(List<Finding> findings) {
        List<String> lines = new ArrayList<>();
        lines.add(format("%-22s %-10s %-10s %s", "instruction", "ring 0", "ring 1", "verdict"));
        for (Finding finding : findings) {
            lines.add(format(
                            "%-22s %-10s %-10s %s",
                            finding.instruction(),
                            finding.alone(),
                            finding.deprivileged(),
                            finding.verdict().text())
                    + (finding.differences().isEmpty() ? "" : " (" + String.join("; ", finding.differences()) + ")"));
        }
        return lines;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
