package org.ringlab.cpu.replay;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.core.Registers;

/**
 * What a row's instruction is as machine code. The recorder's guests read what they were about to replace (SGDT before LGDT, SIDT before
 * LIDT, PUSHF before POPF), which shows in the exits.
 *
 * @param name as recorded
 * @param code bytes, hexadecimal
 * @param setup registers
 */
record ExitCase(String name, String code, String setup) {
    // name | bytes | registers
    private static final String TABLE = """
            nop | 90 |
            cpuid | 0fa2 | eax=0
            hlt | f4 |
            rdtsc | 0f31 |
            rdtscp | 0f01f9 |
            rdpmc | 0f33 | ecx=0
            invd | 0f08 |
            wbinvd | 0f09 |
            invlpg | 0f013b |
            pause | f390 |
            monitor | 0f01c8 | eax=data ecx=0 edx=0
            mwait | 0f01c9 | eax=0 ecx=0
            mov from cr0 | 0f20c0 |
            mov to cr0, same value | 0f22c0 | eax=cr0
            mov to cr0, WP changed | 0f22c0 | eax=wp
            clts | 0f06 |
            lmsw | 0f01f0 | eax=cr0
            smsw | 0f01e0 |
            mov from cr3 | 0f20d8 |
            mov to cr3, same value | 0f22d8 | eax=cr3
            mov from cr4 | 0f20e0 |
            mov to cr4, same value | 0f22e0 | eax=cr4
            mov from cr8 | 440f20c0 |
            mov from dr7 | 0f21f8 |
            rdmsr 0x10 | 0f32 | ecx=10
            wrmsr 0x174 | 0f30 | ecx=174 eax=8 edx=0
            in al,0x80 | e480 |
            out 0x80,al | e680 |
            cli | fa |
            sti | fb |
            pushf | 9c |
            popf | 9c9d |
            sgdt | 0f0103 |
            sidt | 0f010b |
            lgdt | 0f01030f0113 |
            lidt | 0f010b0f011b |
            sldt | 0f00c0 |
            str | 0f00c8 |
            lldt null | 0f00d0 | eax=0
            swapgs | 0f01f8 |
            invpcid | 660f388203 | eax=2
            xsetbv, OSXSAVE=0 | 0f01d1 | ecx=0 eax=1 edx=0
            ud2 | 0f0b |
            int3 | cc |
            vmcall | 0f01c1 |
            vmmcall | 0f01d9 |
            vmxoff | 0f01c4 |
            vmlaunch | 0f01c2 |
            vmread | 0f78c0 | eax=0
            vmrun | 0f01d8 | eax=data
            stgi | 0f01dc |
            rsm | 0faa |
            getsec | 0f37 | eax=0
            mov cr3 reserved bits | 0f22d8 | eax=reserved
            """;
    private static final Map<String, ExitCase> CASES = cases();

    private static Map<String, ExitCase> cases() {
        Map<String, ExitCase> cases = new LinkedHashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split("\\|", -1);
            String name = cells[0].strip();
            cases.put(name, new ExitCase(name, cells[1].strip(), cells[2].strip()));
        }
        return cases;
    }

    static @Nullable ExitCase of(String name) {
        return CASES.get(name);
    }

    static List<String> names() {
        return List.copyOf(CASES.keySet());
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(code);
    }

    void prepare(RecordedMachine machine) {
        Registers s = machine.cpu.state();
        for (String word : setup.split(" ")) {
            String[] pair = word.split("=", 2);
            switch (pair[0]) {
                case "eax" -> s.r[Operand.AX] = number(machine, pair[1]);
                case "ecx" -> s.r[Operand.CX] = number(machine, pair[1]);
                case "edx" -> s.r[Operand.DX] = number(machine, pair[1]);
                default -> {}
            }
        }
    }

    private static long number(RecordedMachine machine, String word) {
        return switch (word) {
            case "data" -> RecordedMachine.DATA;
            case "cr0" -> machine.cpu.cr0();
            case "wp" -> ExitReplay.otherWp(machine.cpu.cr0());
            case "cr3" -> machine.cpu.mmu().control().cr3();
            case "cr4" -> machine.cpu.cr4();
            case "reserved" -> machine.cpu.mmu().control().cr3() | 1L << 62;
            default -> Long.parseLong(word, 16);
        };
    }
}
