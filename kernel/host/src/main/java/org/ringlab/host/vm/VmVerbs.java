package org.ringlab.host.vm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ringlab.common.Diagnostic;
import org.ringlab.hypervisor.Comparison;
import org.ringlab.hypervisor.CostModel;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.Hypervisor;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Outcome;
import org.ringlab.hypervisor.Settings;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.guest.SampleGuests;
import org.ringlab.hypervisor.sensitive.Finding;
import org.ringlab.hypervisor.sensitive.SensitiveInstructions;
import org.ringlab.hypervisor.text.Ladder;
import org.ringlab.hypervisor.text.VmText;
import org.ringlab.hypervisor.translate.BinaryTranslation;
import org.ringlab.hypervisor.translate.Block;

/** The subcommands of {@code vm} by name: one list, for the command, its help and cells that draw. */
public final class VmVerbs {
    /** All names. */
    public static final List<String> NAMES = List.of(
            "list",
            "source",
            "run",
            "compare",
            "trace",
            "path",
            "translate",
            "exits",
            "sensitive",
            "devices",
            "migrate",
            "rings",
            "riscv");

    private static final List<String> COSTS =
            Arrays.stream(Counter.values()).map(Counter::word).toList();
    private static final int TRACE_LINES = 40;

    private final Function<String, Optional<String>> files;

    /**
     * With a host's files.
     *
     * @param files the text of a file, empty where there is none
     */
    public VmVerbs(Function<String, Optional<String>> files) {
        this.files = files;
    }

    /** Runs the words behind {@code vm}. */
    public VmReply run(List<String> words) {
        String verb = words.isEmpty() ? "" : words.getFirst();
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        return switch (verb) {
            case "help", "--help", "-h" ->
                VmReply.of(0, List.of("usage: vm SUBCOMMAND …", "subcommands: " + String.join(", ", NAMES)));
            case "list" -> VmReply.of(0, SampleGuests.names());
            case "source" -> source(rest);
            case "run" -> runGuest(rest);
            case "compare" -> compare(rest);
            case "trace" -> trace(rest);
            case "path" -> path(rest);
            case "translate" -> translate(rest);
            case "exits" -> exits(rest);
            case "sensitive" -> sensitive(rest);
            case "devices" -> MachineVerbs.devices(rest);
            case "migrate" -> new MachineVerbs(this).migrate(rest);
            case "rings" -> new MachineVerbs(this).rings(rest);
            case "riscv" -> MachineVerbs.riscv(rest);
            default ->
                VmReply.wrong((verb.isEmpty() ? "say what to do" : verb + ": no such subcommand") + " (allowed: "
                        + String.join(", ", NAMES) + ")");
        };
    }

    // ---- words ------------------------------------------------------------------------------------------------------

    /** A guest's source: one that comes along, or a file. */
    Optional<String> guest(Words words, String usage) {
        if (words.operands().size() != 1) {
            words.wrong("usage: vm " + usage);
            return Optional.empty();
        }
        String name = words.operands().getFirst();
        Optional<String> known = Optional.ofNullable(SampleGuests.all().get(name));
        Optional<String> found = known.isPresent() ? known : files.apply(name);
        if (found.isEmpty()) {
            words.wrong(name + ": no such guest and no such file (guests: " + String.join(", ", SampleGuests.names())
                    + ")");
        }
        return found;
    }

    static Method method(Words words, Method absent) {
        if (!words.has("method")) {
            return absent;
        }
        String word = words.text("method", "");
        return Method.of(word).orElseGet(() -> {
            words.wrong("--method: " + word + " (allowed: "
                    + Arrays.stream(Method.values()).map(Method::word).collect(Collectors.joining(", ")) + ")");
            return absent;
        });
    }

    static Settings settings(Words words) {
        CostModel costs = CostModel.DEFAULT;
        for (Counter counter : Counter.values()) {
            int price = costs.price(counter);
            costs = costs.with(counter, (int) words.number(counter.word(), 0, 1_000_000, price));
        }
        Settings settings = Settings.DEFAULT.withCosts(costs);
        String tags = words.text("tags", "on");
        if (!tags.equals("on") && !tags.equals("off")) {
            words.wrong("--tags: " + tags + " (allowed: on, off)");
        }
        Settings sized = settings.withBudget(words.number("budget", 1, 50_000_000, settings.budget()));
        return tags.equals("off") ? sized.untagged() : sized;
    }

    private static List<String> options(String... others) {
        List<String> all = new ArrayList<>(List.of(others));
        all.addAll(COSTS);
        all.add("budget");
        all.add("tags");
        return all;
    }

    static List<String> told(String name, List<Diagnostic> diagnostics) {
        return diagnostics.stream()
                .map(d -> name + (d.span() == null ? ": " : ":") + d.text())
                .toList();
    }

    /** Builds and runs; what is wrong with words or source instead. */
    private VmReply with(Words words, Method method, String usage, Function<Outcome, VmReply> use) {
        Optional<String> source = guest(words, usage);
        Settings settings = settings(words);
        if (words.problem().isPresent() || source.isEmpty()) {
            return VmReply.wrong(words.problem().orElse(""));
        }
        String name = words.operands().getFirst();
        GuestBuild.Built built = GuestBuild.build(name, source.get(), method == Method.PARAVIRTUAL);
        GuestImage image = built.image();
        if (image == null) {
            return VmReply.wrong(told(name, built.diagnostics()));
        }
        return use.apply(Hypervisor.run(method, image, settings));
    }

    private static int status(Outcome outcome) {
        return outcome.finished() ? 0 : 1;
    }

    // ---- subcommands ------------------------------------------------------------------------------------------------

    private VmReply source(List<String> rest) {
        Words words = new Words(rest, List.of());
        Optional<String> source = guest(words, "source GUEST");
        return source.isEmpty()
                ? VmReply.wrong(words.problem().orElse(""))
                : VmReply.of(0, source.get().lines().toList());
    }

    private VmReply runGuest(List<String> rest) {
        Words words = new Words(rest, options("method"));
        Method method = method(words, Method.VMX);
        return with(
                words,
                method,
                "run [--method METHOD] GUEST",
                outcome -> VmReply.of(status(outcome), VmText.outcome(outcome)));
    }

    private VmReply exits(List<String> rest) {
        Words words = new Words(rest, options("method"));
        if (words.operands().isEmpty() && words.problem().isEmpty()) {
            return VmReply.of(0, VmText.exitReasons());
        }
        Method method = method(words, Method.VMX);
        return with(
                words,
                method,
                "exits [--method METHOD] GUEST",
                outcome -> VmReply.of(status(outcome), VmText.reasons(outcome)));
    }

    private VmReply trace(List<String> rest) {
        Words words = new Words(rest, options("method", "from", "lines"));
        Method method = method(words, Method.VMX);
        int from = (int) words.number("from", 1, Settings.DEFAULT.events(), 1) - 1;
        int lines = (int) words.number("lines", 1, Settings.DEFAULT.events(), TRACE_LINES);
        return with(words, method, "trace [--method METHOD] [--from EVENT] [--lines N] GUEST", outcome -> {
            List<Ladder.Step> all = Ladder.of(outcome);
            List<Ladder.Step> some = all.subList(Math.min(from, all.size()), Math.min(from + lines, all.size()));
            List<String> text = new ArrayList<>(Ladder.text(some, method));
            text.add("events " + (Math.min(from, all.size()) + 1) + " to " + Math.min(from + lines, all.size()) + " of "
                    + outcome.eventsTold());
            return VmReply.of(status(outcome), text).with(new VmReply.Drawing.OfLadder(some, method));
        });
    }

    private VmReply path(List<String> rest) {
        List<String> named = new ArrayList<>(rest);
        Words before = new Words(rest, options("method"));
        if (before.operands().isEmpty()) {
            named.add("hello");
        }
        Words words = new Words(named, options("method"));
        Method method = method(words, Method.BINARY_TRANSLATION);
        return with(words, method, "path [--method METHOD] [GUEST]", outcome -> {
            List<Ladder.Step> steps = Ladder.systemCall(outcome);
            return steps.isEmpty()
                    ? new VmReply(
                            1,
                            List.of(),
                            List.of("the guest makes no system call by INT within the first "
                                    + outcome.events().size() + " events"),
                            Optional.empty())
                    : VmReply.of(0, Ladder.text(steps, method)).with(new VmReply.Drawing.OfLadder(steps, method));
        });
    }

    private VmReply compare(List<String> rest) {
        Words words = new Words(rest, options());
        Optional<String> source = guest(words, "compare GUEST");
        Settings settings = settings(words);
        if (words.problem().isPresent() || source.isEmpty()) {
            return VmReply.wrong(words.problem().orElse(""));
        }
        String name = words.operands().getFirst();
        Comparison comparison = Comparison.of(name, source.get(), settings);
        return comparison.rows().isEmpty()
                ? VmReply.wrong(told(name, comparison.diagnostics()))
                : VmReply.of(0, VmText.comparison(comparison)).with(new VmReply.Drawing.OfComparison(comparison));
    }

    private VmReply translate(List<String> rest) {
        Words words = new Words(rest, options("at"));
        Optional<String> source = guest(words, "translate [--at LABEL] GUEST");
        Settings settings = settings(words);
        if (words.problem().isPresent() || source.isEmpty()) {
            return VmReply.wrong(words.problem().orElse(""));
        }
        String name = words.operands().getFirst();
        GuestBuild.Built built = GuestBuild.build(name, source.get(), false);
        GuestImage image = built.image();
        if (image == null) {
            return VmReply.wrong(told(name, built.diagnostics()));
        }
        long at = -1;
        if (words.has("at")) {
            String label = words.text("at", "");
            Long known = image.labels().get(label);
            if (known == null) {
                return VmReply.wrong("--at: " + label + " (allowed: labels of " + name + ")");
            }
            at = known;
        }
        BinaryTranslation monitor = new BinaryTranslation(new VirtualMachine(image, settings));
        monitor.run();
        List<String> lines = new ArrayList<>();
        for (Block block : monitor.blocks()) {
            if (at < 0 || block.eip() == at) {
                lines.addAll(VmText.block(monitor, block));
            }
        }
        lines.add("= copied   ~ other code of ring 1   > to translated code   ! the monitor carries it out");
        return lines.size() == 1 ? VmReply.wrong("no block was translated at " + Hex.of(at)) : VmReply.of(0, lines);
    }

    private static VmReply sensitive(List<String> rest) {
        if (rest.isEmpty()) {
            return VmReply.of(0, VmText.findings(SensitiveInstructions.find()));
        }
        String text = String.join(" ", rest);
        Optional<Finding> finding = SensitiveInstructions.judge(text);
        return finding.isEmpty()
                ? VmReply.wrong(text + ": not an instruction of 32-bit code")
                : VmReply.of(0, VmText.findings(List.of(finding.get())));
    }
}
