package org.ringlab.display;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.cpu.trial.Ending;
import org.ringlab.cpu.trial.Step;
import org.ringlab.cpu.trial.Trial;

/** How a trial ended, in words. */
public final class TrapWords {
    private TrapWords() {}

    /** One or two sentences. */
    public static String ending(Trial trial, Language language) {
        return switch (trial.ending()) {
            case Ending.Finished finished -> language.pick("运行到最后一行之后，正常结束。", "It ran past its last line: finished.");
            case Ending.Halted halted ->
                language.pick("在 ring 0 执行了 hlt，处理器停机。", "hlt in ring 0: the processor halted.");
            case Ending.Trapped trapped -> trapped(trapped, trial, language);
            case Ending.OutOfBudget out ->
                language.pick(
                        "执行了 " + out.budget() + " 条指令还没有结束，已停下（可用 budget= 放宽）。",
                        "Stopped after " + out.budget() + " instructions (budget= allows more).");
            case Ending.ShutDown down ->
                language.pick(
                        "三重故障（triple fault）：" + down.first().text() + " 的处理程序到不了，随后的双重故障也到不了。",
                        "Triple fault: the handler of " + down.first().text()
                                + " couldn't be reached, nor that of the double fault after it.");
            case Ending.NotSimulated not ->
                language.pick("未模拟：" + MonitorPhrases.chinese(not.what()), "not simulated: " + not.what());
        };
    }

    private static String trapped(Ending.Trapped trapped, Trial trial, Language language) {
        String head = language.pick(
                trapped.trap().text() + "：从 ring " + trapped.fromRing() + " 陷入 ring 0。",
                trapped.trap().text() + ": from ring " + trapped.fromRing() + " into ring 0.");
        return head + language.pick("", " ") + why(trapped, trial, language);
    }

    private static String why(Ending.Trapped trapped, Trial trial, Language language) {
        Trap trap = trapped.trap();
        List<Step> steps = trial.steps();
        Instruction last = steps.isEmpty() ? null : steps.getLast().instruction();
        boolean own = trap.kind() == Trap.Kind.SOFTWARE_INTERRUPT || trap.kind() == Trap.Kind.SOFTWARE_EXCEPTION;
        if (own) {
            return language.pick("程序自己请求的。", "The program asked for it.");
        }
        return switch (trap.vector()) {
            case Vector.DE -> language.pick("除数为 0，或商放不下。", "Division by zero, or the quotient doesn't fit.");
            case Vector.DB -> language.pick("单步或调试。", "Single step or debugging.");
            case Vector.UD -> language.pick("这个模式、这一环里没有这条指令。", "There is no such instruction in this mode and ring.");
            case Vector.PF -> page(trap, language);
            case Vector.GP, Vector.SS, Vector.NP, Vector.TS ->
                protection(trap, trapped.fromRing(), trial, last, language);
            case Vector.AC ->
                language.pick("地址没有对齐，而 AC 与 CR0.AM 都为 1。", "The address isn't aligned, and AC and CR0.AM are set.");
            default -> "";
        };
    }

    private static String page(Trap trap, Language language) {
        int code = trap.code();
        String address = "0x" + Long.toHexString(trap.address());
        String action = (code & 16) != 0
                ? language.pick("取指", "Fetching from")
                : (code & 2) != 0 ? language.pick("写", "Writing") : language.pick("读", "Reading");
        String reason = (code & 1) == 0
                ? language.pick("那里没有映射的页", "no page is mapped there")
                : (code & 4) != 0
                        ? language.pick("那一页只许内核访问，或者权限不允许", "that page is the supervisor's or forbids it")
                        : language.pick("那一页的权限不允许", "that page's rights forbid it");
        return language.pick(
                action + " " + address + "（CR2）：" + reason + "。", action + " " + address + " (CR2): " + reason + ".");
    }

    private static String protection(Trap trap, int ring, Trial trial, @Nullable Instruction last, Language language) {
        if (last == null || trap.code() != 0) {
            return trap.code() == 0
                    ? ""
                    : (trap.code() & 2) != 0
                            ? language.pick(
                                    "错误码指出中断门 " + (trap.code() >> 3) + "：它的 DPL 不允许，或不存在。",
                                    "The error code names gate " + (trap.code() >> 3)
                                            + ": its DPL forbids the call, or it is absent.")
                            : language.pick(
                                    "错误码指出选择子 0x" + Integer.toHexString(trap.code() & 0xFFFC) + "。",
                                    "The error code names selector 0x" + Integer.toHexString(trap.code() & 0xFFFC)
                                            + ".");
        }
        return switch (last.op()) {
            case CLI, STI, IN, OUT, INS, OUTS ->
                ring > trial.setup().iopl()
                        ? language.pick(
                                "CPL " + ring + " > IOPL " + trial.setup().iopl() + "，这条指令不允许。",
                                "CPL " + ring + " > IOPL " + trial.setup().iopl() + ": the instruction isn't allowed.")
                        : "";
            case HLT,
                    LGDT,
                    LIDT,
                    LLDT,
                    LTR,
                    LMSW,
                    CLTS,
                    MOV_CR,
                    MOV_DR,
                    INVLPG,
                    INVD,
                    WBINVD,
                    RDMSR,
                    WRMSR,
                    SWAPGS,
                    SYSEXIT,
                    SYSRET,
                    INVPCID ->
                ring > 0
                        ? language.pick(
                                "特权指令，只许 ring 0 执行，现在是 ring " + ring + "。",
                                "A privileged instruction: ring 0 only, and this is ring " + ring + ".")
                        : "";
            default ->
                trap.vector() == Vector.SS
                        ? language.pick("栈地址超出段界限或不规范。", "The stack's address is beyond its limit or isn't canonical.")
                        : language.pick("地址、段或数值不允许。", "An address, segment or value isn't allowed.");
        };
    }
}
