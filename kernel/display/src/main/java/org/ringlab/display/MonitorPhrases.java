package org.ringlab.display;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the engines say of guests in English, said in Chinese: names and numbers stand in both where {@code …} is. */
final class MonitorPhrases {
    // English | Chinese; more special ones first
    private static final List<String> TABLE = """
            there is no hypercall … | 没有编号为 … 的超级调用
            entry … of the page directory at … points beyond its memory | 页目录第 … 项（目录在 …）指向它的内存之外
            RETURN finds no frame on the stack | RETURN 在栈上找不到返回帧
            … in the kernel: …; its own faults aren't handed back to it | 内核里发生 …：…；内核自己的故障不会交还给它
            … in the kernel; its own faults aren't handed back to it | 内核里发生 …；内核自己的故障不会交还给它
            … in the kernel: … is not for ring 1; a para-virtual kernel asks by INT 0x82 | 内核里发生 …：… 不能在 ring 1 执行；半虚拟化的内核要用 INT 0x82 请求
            … and no gate for it | 发生 …，却没有对应的门
            … can't be delivered: no table or stack there | … 送不到：那里没有表或栈
            it touched guest-physical …, beyond its memory | 它访问了客户机物理地址 …，超出它的内存
            it touched guest-physical … | 它访问了客户机物理地址 …
            it touched linear …, beyond its memory | 它访问了线性地址 …，超出它的内存
            its state can't be interpreted | 它的状态无法解释执行
            VM entry failed: … | VM 进入失败：…
            an operand of a VMX instruction isn't there | VMX 指令的操作数不在内存里
            an exit without a handler: … | 没有处理程序的退出：…
            an exception that nobody asked for | 没有人要求过的异常退出
            branch tracing and single steps from branch to branch (IA32_DEBUGCTL) | 分支跟踪和按分支单步（IA32_DEBUGCTL）
            task switches | 硬件任务切换
            task gates | 任务门
            returns to another task | 返回到另一个任务
            virtual-8086 mode | 虚拟 8086 模式
            guests in trials | 在试运行里再开客户机
            write to translated code | 写了已翻译的代码
            dispatch | 查找下一块
            block end | 块尾
            timer | 时钟
            return | 返回
            0 exception or NMI … | 0 异常 …
            0 exception or NMI | 0 异常或 NMI
            … exception … | … 异常 …
            1 external interrupt | 1 外部中断
            2 triple fault | 2 三重故障
            7 interrupt window | 7 中断窗口
            28 CR access | 28 访问控制寄存器
            46 GDTR/IDTR access | 46 访问 GDTR/IDTR
            47 LDTR/TR access | 47 访问 LDTR/TR
            48 EPT violation | 48 EPT 违例
            49 EPT misconfiguration | 49 EPT 配置错误
            … read | 读 …
            … write | 写 …
            interrupt … | 中断 …
            interrupt | 中断
            in serial port: … | 读串口：…
            out serial port: … | 写串口：…
            in timer: … | 读定时器：…
            out timer: … | 写定时器：…
            in interrupt controller: … | 读中断控制器：…
            out interrupt controller: … | 写中断控制器：…
            in power switch: … | 读电源开关：…
            out power switch: … | 写电源开关：…
            in port …: … | 读端口 …：…
            out port …: … | 写端口 …：…
            """.lines().toList();

    private MonitorPhrases() {}

    /** In Chinese; what the table doesn't know stays as it is: names of instructions, exceptions and exits. */
    static String chinese(String english) {
        for (String line : TABLE) {
            int bar = line.indexOf(" | ");
            String said = said(english, line.substring(0, bar), line.substring(bar + 3));
            if (said != null) {
                return said;
            }
        }
        return english;
    }

    private static @Nullable String said(String english, String from, String to) {
        String[] fixed = from.split("…", -1);
        String said = to;
        if (!english.startsWith(fixed[0])) {
            return null;
        }
        int at = fixed[0].length();
        for (int n = 1; n < fixed.length; n++) {
            int next = n == fixed.length - 1 ? english.length() - fixed[n].length() : english.indexOf(fixed[n], at);
            if (next < at || !english.startsWith(fixed[n], next)) {
                return null;
            }
            int gap = said.indexOf('…');
            said = said.substring(0, gap) + english.substring(at, next) + said.substring(gap + 1);
            at = next + fixed[n].length();
        }
        return at == english.length() ? said : null;
    }
}
