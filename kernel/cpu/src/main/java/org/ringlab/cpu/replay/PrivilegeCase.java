package org.ringlab.cpu.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.system.Msr;

/**
 * What a row's instruction is as machine code, what has to be set up before, and where its effect shows.
 *
 * @param name as recorded
 * @param narrow bytes in protected mode, hexadecimal; {@code END} stands for the address behind the code; empty if there is none
 * @param wide the same in long mode
 * @param setup words: registers and bits, see {@link #prepare}
 * @param observed {@code if}, {@code iopl}, {@code flags}, {@code zf}, {@code zf value}, or where a value is: {@code eax},
 *     {@code ebx}, {@code top} of the stack, {@code table} at the data address
 */
record PrivilegeCase(String name, String narrow, String wide, String setup, String observed) {
    // name | protected mode | long mode, = for the same | setup | observed
    private static final String TABLE = """
            hlt | f4 | = | |
            lgdt | 0f0113 | = | gdtr |
            lidt | 0f011b | = | idtr |
            lldt | 0f00d0 | = | eax=a0 |
            ltr | 0f00d8 | = | eax=90 |
            lmsw | 0f01f0 | = | eax=11 |
            clts | 0f06 | = | |
            mov from cr0 | 0f20c0 | = | | eax
            mov to cr0 | 0f22c0 | = | eax=cr0 |
            mov from cr2 | 0f20d0 | = | |
            mov to cr2 | 0f22d0 | = | |
            mov from cr3 | 0f20d8 | = | | eax
            mov to cr3 | 0f22d8 | = | eax=cr3 |
            mov from cr4 | 0f20e0 | = | | eax
            mov to cr4 | 0f22e0 | = | eax=cr4 |
            mov from cr8 | | 440f20c0 | | eax
            mov from dr7 | 0f21f8 | = | | eax
            mov to dr0 | 0f23c0 | = | |
            invlpg | 0f013b | = | |
            wbinvd | 0f09 | = | |
            invd | 0f08 | = | |
            rdmsr 0x10 (TSC) | 0f32 | = | ecx=10 |
            wrmsr 0x174 (SYSENTER_CS) | 0f30 | = | ecx=174 eax=8 |
            rdmsr of an unknown MSR | 0f32 | = | ecx=beef |
            swapgs | | 0f01f8 | |
            sysexit, SYSENTER_CS=8 | 0f35 | = | sysenter=8 edx=end ecx=stack |
            sysexit, SYSENTER_CS=0 | 0f35 | = | sysenter=0 edx=end ecx=stack |
            sysretl, SCE=1 | 0f07 | = | sce ecx=end |
            sysretl, SCE=0 | 0f07 | = | ecx=end |
            invpcid | 660f388203 | = | eax=2 |
            xsetbv, OSXSAVE=1 | 0f01d1 | = | osxsave ecx=0 eax=1 |
            xsetbv, OSXSAVE=0 | 0f01d1 | = | ecx=0 eax=1 |
            monitor | 0f01c8 | = | eax=data ecx=0 |
            stac, CR4.SMAP=0 | 0f01cb | = | |
            clac, CR4.SMAP=0 | 0f01ca | = | |
            stac, CR4.SMAP=1 | 0f01cb | = | smap |
            clac, CR4.SMAP=1 | 0f01ca | = | smap |
            rsm | 0faa | = | |
            rdtsc, TSD=0 | 0f31 | = | |
            rdtsc, TSD=1 | 0f31 | = | tsd |
            rdtscp, TSD=0 | 0f01f9 | = | |
            rdtscp, TSD=1 | 0f01f9 | = | tsd |
            rdpmc, PCE=0 | 0f33 | = | ecx=0 |
            rdpmc, PCE=1 | 0f33 | = | pce ecx=0 |
            cpuid | 0fa2 | = | eax=0 | ebx
            xgetbv, OSXSAVE=0 | 0f01d0 | = | ecx=0 |
            xgetbv, OSXSAVE=1 | 0f01d0 | = | osxsave ecx=0 |
            rdfsbase, FSGSBASE=0 | | f30faec0 | |
            rdfsbase, FSGSBASE=1 | | f30faec0 | fsgsbase |
            cli | fa | = | | if
            sti (IF was 0) | fb | = | if0 | if
            cli, CR4.PVI=1 | fa | = | pvi vif | if
            sti (IF was 0), CR4.PVI=1 | fb | = | pvi if0 | if
            in al,0x80, no I/O map | e480 | = | |
            in al,0x80, I/O map allows | e480 | = | map |
            in al,0x84, I/O map denies | e484 | = | map |
            in eax,0x82, I/O map allows 2 of 4 ports | e582 | = | map |
            out 0x80,al, no I/O map | e680 | = | |
            out 0x80,al, I/O map allows | e680 | = | map |
            insb, no I/O map | 6c | = | edx=80 |
            pushf shows IOPL and IF | 9c | = | | flags
            popf clears IF | 9c 812424fffdffff 9d | 9c 48812424fffdffff 9d | | if
            popf sets IF (was 0) | 9c 810c2400020000 9d | 9c 48810c2400020000 9d | if0 | if
            popf flips IOPL | 9c 81342400300000 9d | 9c 4881342400300000 9d | | iopl
            iret clears IF | 9c 812424fffdffff 0e 68END cf | 8cd0 50 54 9c 48812424fffdffff 8cc8 50 68END 48cf | | if
            iret flips IOPL | 9c 81342400300000 0e 68END cf | 8cd0 50 54 9c 4881342400300000 8cc8 50 68END 48cf | | iopl
            sgdt | 0f0103 | = | | table
            sidt | 0f010b | = | | table
            sldt | 0f00c0 | = | | eax
            str | 0f00c8 | = | | eax
            smsw | 0f01e0 | = | | eax
            sgdt, CR4.UMIP=1 | 0f0103 | = | umip | table
            sidt, CR4.UMIP=1 | 0f010b | = | umip | table
            sldt, CR4.UMIP=1 | 0f00c0 | = | umip | eax
            str, CR4.UMIP=1 | 0f00c8 | = | umip | eax
            smsw, CR4.UMIP=1 | 0f01e0 | = | umip | eax
            mov eax,cs shows the ring | 8cc8 | = | | eax
            push cs | 0e | 8cc8 50 | | top
            lar of a ring-0 code segment | 0f02c1 | = | ecx=8 | zf value
            lsl of a ring-0 code segment | 0f03c1 | = | ecx=8 | zf value
            lar of a ring-3 data segment | 0f02c1 | = | ecx=23 | zf value
            verr of a ring-0 data segment | 0f00e1 | = | ecx=10 | zf
            verw of a ring-3 data segment | 0f00e9 | = | ecx=23 | zf
            mov ds, ring-0 data selector | 8ed8 | = | eax=10 |
            mov ss, ring-3 data selector | 8ed0 | = | eax=23 |
            mov ss, null selector | 8ed0 | = | eax=0 |
            mov cs,ax (bad opcode) | 8ec8 | = | eax=8 |
            int 0x80, gate DPL 3 | cd80 | = | |
            int 0x81, gate DPL 0 | cd81 | = | |
            int 0x82, gate not present | cd82 | = | |
            int 0x83, empty gate | cd83 | = | |
            int3, gate DPL 3 | cc | = | |
            int1 (icebp), gate DPL 0 | f1 | = | |
            int 13 by software, gate DPL 0 | cd0d | = | |
            into with OF=1 | ce | | of |
            ljmp to ring-0 code | eaEND0800 | | |
            lcall to ring-0 code | 9aEND0800 | | |
            lcall to conforming ring-0 code | 9aEND4800 | | |
            lcall through a DPL-3 call gate | 9a000000008300 | ff1b | far=83 enters |
            retf to ring-0 code | 6a08 68END cb | 6a18 68END 48cb | |
            sysenter, MSRs set | 0f34 | = | sysenter=8 enters |
            sysenter, SYSENTER_CS=0 | 0f34 | = | sysenter=0 enters |
            syscall, SCE=1 | 0f05 | = | sce enters fast |
            syscall, SCE=0 | 0f05 | = | enters fast |
            ud2 | 0f0b | = | |
            div by zero | 31c9 f7f1 | = | |
            vmcall | 0f01c1 | = | |
            vmmcall | 0f01d9 | = | |
            vmxon, CR4.VMXE=0 | f30fc733 | = | |
            vmlaunch outside VMX | 0f01c2 | = | |
            vmread outside VMX | 0f78c0 | = | |
            vmrun, SVME=0 | 0f01d8 | = | |
            stgi, SVME=0 | 0f01dc | = | |
            getsec | 0f37 | = | |
            """;
    private static final Map<String, PrivilegeCase> CASES = cases();

    private static Map<String, PrivilegeCase> cases() {
        Map<String, PrivilegeCase> cases = new LinkedHashMap<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells = line.split("\\|", -1);
            String narrow = cells[1].replace(" ", "");
            String wide = cells[2].replace(" ", "");
            String name = cells[0].strip();
            cases.put(
                    name,
                    new PrivilegeCase(
                            name, narrow, wide.equals("=") ? narrow : wide, cells[3].strip(), cells[4].strip()));
        }
        return cases;
    }

    static @Nullable PrivilegeCase of(String name) {
        return CASES.get(name);
    }

    static List<String> names() {
        return List.copyOf(CASES.keySet());
    }

    String code(boolean long64) {
        return long64 ? wide : narrow;
    }

    int length(boolean long64) {
        return code(long64).replace("END", "00000000").length() / 2;
    }

    byte[] bytes(boolean long64, int end) {
        String address = String.format("%08x", Integer.reverseBytes(end));
        String digits = code(long64).replace("END", address);
        byte[] bytes = new byte[digits.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(digits, i * 2, i * 2 + 2, 16);
        }
        return bytes;
    }

    /** The bits of CR4 that its setup asks for. */
    long cr4() {
        long bits = 0;
        for (String word : setup.split(" ")) {
            bits |= switch (word) {
                case "umip" -> Cr4.UMIP;
                case "pvi" -> Cr4.PVI;
                case "tsd" -> Cr4.TSD;
                case "pce" -> Cr4.PCE;
                case "osxsave" -> Cr4.OSXSAVE;
                case "smap" -> Cr4.SMAP;
                case "fsgsbase" -> Cr4.FSGSBASE;
                default -> 0;
            };
        }
        return bits;
    }

    /** Whether it is meant to enter ring 0 at the entry. */
    boolean enters() {
        return setup.contains("enters");
    }

    /** SYSCALL, which leaves the return address and the flags in registers. */
    boolean fastCall() {
        return setup.contains("fast");
    }

    /** Sets registers, flags and memory up; the machine is in the row's ring already. */
    void prepare(RecordedMachine machine, int end) {
        Registers s = machine.cpu.state();
        for (String word : setup.split(" ")) {
            String[] pair = word.split("=", 2);
            switch (pair[0]) {
                case "eax" -> s.r[Operand.AX] = number(machine, pair[1], end);
                case "ecx" -> s.r[Operand.CX] = number(machine, pair[1], end);
                case "edx" -> s.r[Operand.DX] = number(machine, pair[1], end);
                case "gdtr" -> {
                    machine.bytes(RecordedMachine.DATA, 2, RecordedMachine.GDT_LIMIT);
                    machine.bytes(RecordedMachine.DATA + 2L, 8, RecordedMachine.GDT);
                }
                case "idtr" -> {
                    machine.bytes(RecordedMachine.DATA, 2, s.idtr.limit());
                    machine.bytes(RecordedMachine.DATA + 2L, 8, s.idtr.base());
                }
                case "sysenter" -> {
                    machine.msr(Msr.SYSENTER_CS, number(machine, pair[1], end));
                    machine.msr(Msr.SYSENTER_CS + 1, RecordedMachine.stack(0));
                    machine.msr(Msr.SYSENTER_CS + 2, RecordedMachine.ENTRY);
                }
                case "sce" -> machine.allowSyscall();
                case "map" -> machine.portMap();
                case "far" -> {
                    machine.bytes(RecordedMachine.DATA, 4, 0);
                    machine.bytes(RecordedMachine.DATA + 4L, 2, number(machine, pair[1], end));
                }
                case "if0" -> s.flags.set(0, Flag.IF);
                case "vif" -> s.flags.set(-1, Flag.VIF);
                case "of" -> s.flags.set(-1, Flag.OF);
                default -> {}
            }
        }
        if (fastCall() || setup.contains("sce")) {
            long kernel = machine.long64 ? RecordedMachine.CODE64_0 : RecordedMachine.CODE32_0;
            machine.msr(Msr.STAR, 0x1BL << 48 | kernel << 32 | RecordedMachine.ENTRY);
            machine.msr(Msr.STAR + 1, RecordedMachine.ENTRY);
            machine.msr(Msr.STAR + 3, Flag.IF);
        }
    }

    private static long number(RecordedMachine machine, String word, int end) {
        return switch (word) {
            case "end" -> end;
            case "stack" -> RecordedMachine.stack(3);
            case "data" -> RecordedMachine.DATA;
            case "cr0" -> machine.cpu.cr0();
            case "cr3" -> machine.cpu.mmu().control().cr3();
            case "cr4" -> machine.cpu.cr4();
            default -> Long.parseLong(word, 16);
        };
    }
}
