package org.ringlab.display;

import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.text.Ladder;

/** Guests and their monitors in the reader's language. */
final class MonitorWords {
    private MonitorWords() {}

    static String method(Method method, Language language) {
        String chinese = switch (method) {
            case EMULATION -> "纯仿真";
            case TRAP_AND_EMULATE -> "陷入并模拟";
            case BINARY_TRANSLATION -> "二进制翻译";
            case PARAVIRTUAL -> "半虚拟化";
            case VMX -> "VMX（EPT）";
            case SVM -> "SVM（NPT）";
            case VMX_SHADOW -> "VMX，影子页表";
            case SVM_SHADOW -> "SVM，影子页表";
        };
        String english = switch (method) {
            case EMULATION, TRAP_AND_EMULATE, BINARY_TRANSLATION, PARAVIRTUAL -> method.title();
            case VMX -> "VMX with EPT";
            case SVM -> "SVM with NPT";
            case VMX_SHADOW -> "VMX, shadow paging";
            case SVM_SHADOW -> "SVM, shadow paging";
        };
        return language.pick(chinese, english);
    }

    static String counter(Counter counter, Language language) {
        String chinese = switch (counter) {
            case DIRECT -> "直接执行的指令";
            case INTERPRETED -> "解释执行的指令";
            case TRAPS -> "陷入";
            case EMULATED -> "代为执行";
            case EXITS -> "VM 退出";
            case HYPERCALLS -> "超级调用";
            case INJECTED -> "注入";
            case CALLOUTS -> "回调";
            case BLOCKS -> "翻译的块";
            case TRANSLATED -> "翻译的指令";
            case CHAINED -> "链接的跳转";
            case SHADOW_FILLS -> "填影子页";
            case TLB_FLUSHES -> "TLB 刷新";
            case WALK_REFERENCES -> "页表访存";
            case DEVICE -> "设备访问";
        };
        return language.pick(chinese, counter.title());
    }

    static String ending(Ending ending, Language language) {
        String chinese = switch (ending) {
            case Ending.PoweredOff off -> "客户机关机";
            case Ending.HaltedForever halted ->
                "客户机在 " + Hex.of(halted.eip()) + " 之前永久停机"
                        + (halted.interrupts() ? "：没有设备会再发中断" : "：中断标志 IF 是 0，什么也唤不醒它");
            case Ending.TripleFault fault ->
                "在 " + Hex.of(fault.eip()) + " 三重故障：" + (fault.exception().isEmpty() ? "异常" : fault.exception())
                        + " 送不到处理程序，随后的双重故障也送不到";
            case Ending.Budget budget -> "执行 " + budget.instructions() + " 条指令后仍未结束，停在 " + Hex.of(budget.eip());
            case Ending.Killed killed ->
                "在 " + Hex.of(killed.eip()) + " 被监控器终止：" + MonitorPhrases.chinese(killed.why());
            case Ending.NotSimulated not -> "在 " + Hex.of(not.eip()) + " 遇到未模拟的：" + MonitorPhrases.chinese(not.what());
        };
        return language.pick(chinese, ending.text());
    }

    static String lane(Ladder.Lane lane, Language language) {
        return switch (lane) {
            case GUEST_USER -> language.pick("客户机程序", "guest user");
            case GUEST_KERNEL -> language.pick("客户机内核", "guest kernel");
            case VIRTUAL_CPU -> language.pick("虚拟 CPU", "virtual CPU");
            case MONITOR -> language.pick("监控器", "monitor");
            case MACHINE -> language.pick("物理机", "machine");
        };
    }

    static String step(Ladder.Step step, Language language) {
        return language.pick(chinese(step.event()), step.label());
    }

    private static String chinese(VmEvent event) {
        return switch (event) {
            case VmEvent.Enters e -> "进入客户机 " + Hex.of(e.eip());
            case VmEvent.Leaves e ->
                how(e.how()) + " " + MonitorPhrases.chinese(e.why())
                        + (e.instruction().isEmpty() ? "" : "：" + e.instruction());
            case VmEvent.Emulates e -> "代为执行 " + e.instruction() + (e.effect().isEmpty() ? "" : "，" + e.effect());
            case VmEvent.Injects e -> "注入 " + MonitorPhrases.chinese(e.what()) + " → " + Hex.of(e.handler());
            case VmEvent.Crosses e -> MonitorPhrases.chinese(e.how()) + " → " + Hex.of(e.eip());
            case VmEvent.HandsOn e -> "把退出转交内层监控器 " + Hex.of(e.eip());
            case VmEvent.FillsShadow e -> "填影子页 " + Hex.of(e.linear()) + " → " + Hex.of(e.hostPhysical());
            case VmEvent.Translates e ->
                "翻译 " + Hex.of(e.eip()) + "：" + e.guestInstructions() + " 条指令，" + e.guestBytes() + " → " + e.bytes()
                        + " 字节";
            case VmEvent.Chains e -> "链接到 " + Hex.of(e.to());
            case VmEvent.Serves e -> MonitorPhrases.chinese(e.what());
        };
    }

    private static String how(String how) {
        return switch (how) {
            case "trap" -> "陷入";
            case "exit" -> "退出";
            case "hypercall" -> "超级调用";
            case "callout" -> "回调";
            case "interrupt" -> "中断";
            default -> how;
        };
    }
}
