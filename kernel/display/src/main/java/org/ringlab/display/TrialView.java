package org.ringlab.display;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Disassembler;
import org.ringlab.cpu.code.Syntax;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.trial.Step;
import org.ringlab.cpu.trial.Trial;

/** A trial of some lines of assembly: listing, steps, registers, and how it ended. */
public final class TrialView {
    private static final int MOST_ROWS = 60;
    private static final Map<String, Long> FLAGS = flags();

    private TrialView() {}

    /** Everything as text. */
    public static String text(Assembly program, Trial trial, Language language) {
        StringBuilder text = new StringBuilder(program.listing()).append('\n');
        for (Step step : shown(trial)) {
            text.append(line(step, trial, language)).append('\n');
        }
        if (trial.executed() > MOST_ROWS) {
            text.append(more(trial, language)).append('\n');
        }
        return text.append('\n')
                .append(registers(trial))
                .append('\n')
                .append(output(trial))
                .append(TrapWords.ending(trial, language))
                .toString();
    }

    /** Everything as HTML. */
    public static String html(Assembly program, Trial trial, Language language) {
        Xml xml = new Xml().open("div", "class", "rl-view", "lang", language.code());
        xml.open("details")
                .element("summary", language.pick("机器码", "Machine code"))
                .element("pre", program.listing())
                .close("details");
        xml.open("table").element("caption", language.pick("逐条执行", "Step by step"));
        row(xml, "th", "", "ring", language.pick("指令", "instruction"), language.pick("变化", "changes"));
        for (Step step : shown(trial)) {
            row(
                    xml,
                    "td",
                    String.valueOf(step.number()),
                    String.valueOf(step.ring()),
                    instruction(step, trial),
                    happened(step, language));
        }
        xml.close("table");
        if (trial.executed() > MOST_ROWS) {
            xml.element("p", more(trial, language));
        }
        xml.element("p", registers(trial));
        if (!trial.output().isEmpty()) {
            xml.element("pre", trial.output());
        }
        return xml.element("p", TrapWords.ending(trial, language)).close("div").toString();
    }

    /** One step with all registers after it. */
    public static String step(Trial trial, int number, Language language) {
        Step step = trial.steps().get(number - 1);
        Map<String, Long> registers = new LinkedHashMap<>(trial.before());
        for (Step done : trial.steps().subList(0, number)) {
            done.changes().forEach(change -> registers.put(change.register(), change.after()));
        }
        String all = registers.entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith("ip"))
                .map(entry -> entry.getKey() + "=" + Long.toHexString(entry.getValue()))
                .collect(Collectors.joining(" "));
        String last = number == trial.steps().size() ? "\n" + TrapWords.ending(trial, language) : "";
        return line(step, trial, language) + "\n" + all + last;
    }

    private static List<Step> shown(Trial trial) {
        return trial.steps().subList(0, Math.min(MOST_ROWS, trial.steps().size()));
    }

    private static String more(Trial trial, Language language) {
        return language.pick("… 共执行 " + trial.executed() + " 条指令", "… " + trial.executed() + " instructions in all");
    }

    private static String output(Trial trial) {
        return trial.output().isEmpty() ? "" : trial.output() + "\n";
    }

    private static void row(Xml xml, String tag, String... cells) {
        xml.open("tr");
        for (String cell : cells) {
            xml.element(tag, cell);
        }
        xml.close("tr").line();
    }

    private static String line(Step step, Trial trial, Language language) {
        return String.format(
                        Locale.ROOT,
                        "%4d  ring %d  %6x  %-32s  %s",
                        step.number(),
                        step.ring(),
                        step.address(),
                        instruction(step, trial),
                        happened(step, language))
                .stripTrailing();
    }

    private static String instruction(Step step, Trial trial) {
        return Disassembler.text(step.instruction(), trial.setup().mode(), Syntax.INTEL, step.address());
    }

    private static String happened(Step step, Language language) {
        String changes = step.changes().stream()
                .map(change -> change(change.register(), change.before(), change.after()))
                .collect(Collectors.joining(", "));
        String events =
                step.events().stream().map(event -> event(event, language)).collect(Collectors.joining(", "));
        return changes + (changes.isEmpty() || events.isEmpty() ? "" : "; ") + events;
    }

    /** A register before and after; of the flags also which ones they are. */
    private static String change(String register, long before, long after) {
        String values = register + " " + Long.toHexString(before) + " → " + Long.toHexString(after);
        if (!register.equals("flags")) {
            return values;
        }
        List<String> names = new ArrayList<>();
        FLAGS.forEach((name, bits) -> {
            if (((before ^ after) & bits) != 0) {
                names.add(name + "=" + ((after & bits) >>> Long.numberOfTrailingZeros(bits)));
            }
        });
        return values + " (" + String.join(" ", names) + ")";
    }

    private static Map<String, Long> flags() {
        Map<String, Long> flags = new LinkedHashMap<>();
        flags.put("CF", Flag.CF);
        flags.put("PF", Flag.PF);
        flags.put("AF", Flag.AF);
        flags.put("ZF", Flag.ZF);
        flags.put("SF", Flag.SF);
        flags.put("TF", Flag.TF);
        flags.put("IF", Flag.IF);
        flags.put("DF", Flag.DF);
        flags.put("OF", Flag.OF);
        flags.put("IOPL", Flag.IOPL);
        flags.put("NT", Flag.NT);
        flags.put("RF", Flag.RF);
        flags.put("VM", Flag.VM);
        flags.put("AC", Flag.AC);
        flags.put("VIF", Flag.VIF);
        flags.put("VIP", Flag.VIP);
        flags.put("ID", Flag.ID);
        return Collections.unmodifiableMap(flags);
    }

    private static String event(CpuEvent event, Language language) {
        return switch (event) {
            case CpuEvent.Trapped trapped ->
                trapped.trap().text() + " (ring " + trapped.fromRing() + " → " + trapped.toRing() + ")";
            case CpuEvent.RingChanged ring -> "ring " + ring.from() + " → " + ring.to();
            case CpuEvent.PortAccessed port ->
                (port.write() ? "out 0x" : "in 0x") + Integer.toHexString(port.port()) + " = 0x"
                        + Long.toHexString(port.value());
            case CpuEvent.ControlLoaded control ->
                "cr" + control.number() + " " + Long.toHexString(control.before()) + " → "
                        + Long.toHexString(control.after());
            case CpuEvent.MsrWritten msr -> "msr 0x" + Integer.toHexString(msr.number());
            case CpuEvent.Executes executes -> "";
            case CpuEvent.GuestEntered guest -> language.pick("进入客户机", "guest entered");
            case CpuEvent.GuestLeft guest -> language.pick("离开客户机", "guest left");
            case CpuEvent.Halted halted -> "hlt";
            case CpuEvent.ShutDown down -> language.pick("三重故障", "triple fault");
        };
    }

    /** What differs between the beginning and the end. */
    private static String registers(Trial trial) {
        Map<String, Long> after = trial.registers();
        return trial.before().entrySet().stream()
                .filter(entry -> !entry.getValue().equals(after.get(entry.getKey())))
                .map(entry -> change(entry.getKey(), entry.getValue(), after.getOrDefault(entry.getKey(), 0L)))
                .collect(Collectors.joining(", "));
    }
}
