package org.ringlab.hypervisor.sensitive;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.ringlab.cpu.code.Assembler;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.core.TableRegister;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.Settings;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.ring.TrapAndEmulate;
import org.ringlab.hypervisor.sensitive.Finding.Verdict;

/**
 * Runs each instruction once in ring 0 of a machine of its own and once in ring 1 under a monitor, from the same state of the
 * guest, with interrupts forbidden and allowed, and compares everything that the guest can see afterwards.
 */
public final class SensitiveInstructions {
    private static final long CODE = 0x1_0000;
    private static final long GDT = 0x6000;
    private static final long IDT = 0x6800;
    private static final long TSS = 0x7000;
    private static final long LDT = 0x7100;
    private static final long STACK = 0x8000;
    private static final long DATA = 0x9000;
    private static final long HANDLERS = 0x1_1000;

    /** What is tried: the text, and the words on the stack it needs, lowest address first. */
    private record Trial(String text, long... stack) {}

    private static final List<Trial> TRIALS = List.of(
            new Trial("mov eax, ebx"),
            new Trial("mov [ebx], eax"),
            new Trial("add eax, [ebx]"),
            new Trial("imul eax, ebx"),
            new Trial("push eax"),
            new Trial("pop eax", 7),
            new Trial("call eax"),
            new Trial("ret", CODE + 0x40),
            new Trial("jmp eax"),
            new Trial("movsb"),
            new Trial("cld"),
            new Trial("lahf"),
            new Trial("nop"),
            new Trial("cpuid"),
            new Trial("rdtsc"),
            new Trial("pushfd"),
            new Trial("popfd", 0x3202),
            new Trial("popfd", 0x0002),
            new Trial("cli"),
            new Trial("sti"),
            new Trial("hlt"),
            new Trial("in al, 0x20"),
            new Trial("out 0x20, al"),
            new Trial("lgdt [ebx]"),
            new Trial("lidt [ebx]"),
            new Trial("lldt ax"),
            new Trial("ltr ax"),
            new Trial("sgdt [ebx]"),
            new Trial("sidt [ebx]"),
            new Trial("sldt eax"),
            new Trial("str eax"),
            new Trial("smsw eax"),
            new Trial("lmsw ax"),
            new Trial("clts"),
            new Trial("mov eax, cr0"),
            new Trial("mov eax, cr2"),
            new Trial("mov eax, cr3"),
            new Trial("mov eax, cr4"),
            new Trial("mov cr3, eax"),
            new Trial("mov eax, dr7"),
            new Trial("invlpg [ebx]"),
            new Trial("invd"),
            new Trial("wbinvd"),
            new Trial("rdmsr"),
            new Trial("wrmsr"),
            new Trial("rdpmc"),
            new Trial("mov eax, cs"),
            new Trial("mov eax, ss"),
            new Trial("mov eax, ds"),
            new Trial("push cs"),
            new Trial("push ss"),
            new Trial("mov ds, dx"),
            new Trial("mov ss, dx"),
            new Trial("pop es", 0x10),
            new Trial("pop ss", 0x10),
            new Trial("lar eax, dx"),
            new Trial("lsl eax, dx"),
            new Trial("verr dx"),
            new Trial("verw dx"),
            new Trial("arpl ax, dx"),
            new Trial("jmp 0x08:0x10040"),
            new Trial("call 0x08:0x10040"),
            new Trial("retf", CODE + 0x40, 0x08),
            new Trial("retf", CODE + 0x40, 0x1B, STACK, 0x23),
            new Trial("iretd", CODE + 0x40, 0x08, 0x3202),
            new Trial("iretd", CODE + 0x40, 0x1B, 0x202, STACK, 0x23),
            new Trial("int 0x80"),
            new Trial("int3"),
            new Trial("sysenter"),
            new Trial("sysexit"),
            new Trial("ud2"));

    private SensitiveInstructions() {}

    /** What became of every instruction of the list, each mnemonic with its operands once. */
    public static List<Finding> find() {
        List<Finding> findings = new ArrayList<>();
        Set<String> told = new LinkedHashSet<>();
        for (Trial trial : TRIALS) {
            Finding worst = worse(judge(trial, 0), judge(trial, 0x200));
            if (told.add(trial.text())) {
                findings.add(worst);
            } else {
                int at = findings.stream().map(Finding::instruction).toList().indexOf(trial.text());
                findings.set(at, worse(findings.get(at), worst));
            }
        }
        return findings;
    }

    /** The instructions that break trap and emulate. */
    public static List<Finding> critical() {
        return find().stream().filter(f -> f.verdict() == Verdict.CRITICAL).toList();
    }

    /** What became of one instruction, as a student types it, with an empty stack of zeros. */
    public static java.util.Optional<Finding> judge(String text) {
        Assembly code =
                Assembler.assemble(text, Assembler.Options.of(Mode.BITS32).at(CODE));
        if (!code.ok() || code.bytes().length == 0) {
            return java.util.Optional.empty();
        }
        Trial trial = TRIALS.stream()
                .filter(known -> known.text().equals(text.strip()))
                .findFirst()
                .orElse(new Trial(text.strip()));
        return java.util.Optional.of(worse(judge(trial, 0), judge(trial, 0x200)));
    }

    private static Finding worse(Finding a, Finding b) {
        return b.verdict().compareTo(a.verdict()) > 0 ? b : a;
    }

    private static Finding judge(Trial trial, long interrupts) {
        VirtualMachine alone = machine(trial, interrupts);
        String first = runAlone(alone);
        VirtualMachine guest = machine(trial, interrupts);
        int vector = new TrapAndEmulate(guest).executeDirectly();
        if (vector >= 0) {
            Verdict verdict = first.equals(Vector.name(vector)) ? Verdict.INNOCUOUS : Verdict.PRIVILEGED;
            return new Finding(trial.text(), first, Vector.name(vector), verdict, List.of());
        }
        List<String> differences = differences(alone, guest);
        return new Finding(
                trial.text(),
                first,
                "executes",
                differences.isEmpty() ? Verdict.INNOCUOUS : Verdict.CRITICAL,
                differences);
    }

    private static String runAlone(VirtualMachine vm) {
        List<String> met = new ArrayList<>();
        vm.cpu()
                .listen(
                        event -> {
                            if (event instanceof CpuEvent.Trapped trapped) {
                                met.add(Vector.name(trapped.trap().vector()));
                            }
                        },
                        false);
        vm.cpu().run(1);
        vm.cpu().listen(null, false);
        boolean asked = !met.isEmpty() && met.getFirst().startsWith("interrupt");
        return met.isEmpty() || asked ? "executes" : met.getFirst();
    }

    /** The same guest for both: descriptor tables, a task, a local table, registers that tell apart. */
    private static VirtualMachine machine(Trial trial, long interrupts) {
        Assembly code = Assembler.assemble(
                trial.text(), Assembler.Options.of(Mode.BITS32).at(CODE));
        if (!code.ok() || code.bytes().length == 0) {
            throw new IllegalStateException("no code for " + trial.text());
        }
        GuestImage image = new GuestImage("one", code.bytes(), CODE, CODE, code.labels(), false);
        VirtualMachine vm = new VirtualMachine(image, Settings.DEFAULT);
        long base = VirtualMachine.GUEST_BASE;
        long[] descriptors = {
            0,
            Descriptor.segment(0, 0xF_FFFF, 0xC09B),
            Descriptor.segment(0, 0xF_FFFF, 0xC093),
            Descriptor.segment(0, 0xF_FFFF, 0xC0FB),
            Descriptor.segment(0, 0xF_FFFF, 0xC0F3),
            Descriptor.segment(TSS, 103, 0x89),
            Descriptor.segment(LDT, 15, 0x82),
            Descriptor.segment(TSS, 103, 0x8B)
        };
        for (int i = 0; i < descriptors.length; i++) {
            vm.machine().writeLong(base + GDT + 8L * i, descriptors[i]);
        }
        for (int vector = 0; vector < 0x90; vector++) {
            int dpl = vector == 0x80 || vector == 3 ? 3 : 0;
            long gate = Descriptor.gate(Descriptor.INTERRUPT_GATE, dpl, true, 0x08, HANDLERS + vector, 0);
            vm.machine().writeLong(base + IDT + 8L * vector, gate);
        }
        for (int i = 0; i < trial.stack().length; i++) {
            vm.machine().writeInt(base + STACK + 4L * i, trial.stack()[i]);
        }
        vm.machine().writeLong(base + DATA, GDT << 16 | 63); // also a table register's image
        Registers s = vm.state();
        s.gdtr = new TableRegister(GDT, 63);
        s.idtr = new TableRegister(IDT, 0x90 * 8 - 1);
        s.tr.load(0x38, TSS, 103, 0x8B);
        s.ldtr.load(0x30, LDT, 15, 0x82);
        s.cr2 = 0x1234;
        s.flags.set(interrupts | 2);
        s.sysenter[0] = 0x08;
        s.sysenter[2] = CODE + 0x40;
        long[] values = {CODE + 0x40, 0x174, 0x10, DATA, STACK, 0x5555, DATA + 0x20, DATA + 0x40};
        if (trial.text().startsWith("lldt")) {
            values[0] = 0x30;
        } else if (trial.text().startsWith("ltr")) {
            values[0] = 0x28;
        } else if (trial.text().startsWith("mov cr3")) {
            values[0] = 0x3000;
        }
        System.arraycopy(values, 0, s.r, 0, 8);
        vm.cpu().modeChanged();
        return vm;
    }

    private static List<String> differences(VirtualMachine alone, VirtualMachine guest) {
        List<String> found = new ArrayList<>();
        String[] names = {"EAX", "ECX", "EDX", "EBX", "ESP", "EBP", "ESI", "EDI"};
        Registers a = alone.state();
        Registers b = guest.state();
        for (int i = 0; i < 8; i++) {
            compare(found, names[i], a.r[i] & 0xFFFF_FFFFL, b.r[i] & 0xFFFF_FFFFL);
        }
        compare(found, "EIP", a.rip, b.rip);
        compare(found, "EFLAGS.IF", a.flags.get() >>> 9 & 1, b.flags.get() >>> 9 & 1);
        compare(found, "EFLAGS.IOPL", a.flags.iopl(), b.flags.iopl());
        compare(found, "EFLAGS", a.flags.get() & ~0x3200L, b.flags.get() & ~0x3200L);
        for (Segment segment : Segment.values()) {
            SegmentRegister x = a.segment(segment);
            SegmentRegister y = b.segment(segment);
            compare(found, segment.name(), x.selector(), y.selector());
        }
        compare(found, "ring", a.cpl, b.cpl);
        if (!Objects.equals(a.activity, b.activity)) {
            found.add("halted: " + (a.activity != Registers.Activity.ACTIVE) + " alone, "
                    + (b.activity != Registers.Activity.ACTIVE) + " here");
        }
        for (long at = STACK - 64; at < DATA + 0x60; at += 4) {
            long x = alone.machine().readInt(VirtualMachine.GUEST_BASE + at);
            long y = guest.machine().readInt(VirtualMachine.GUEST_BASE + at);
            compare(found, (at < DATA ? "stack" : "memory"), x, y);
        }
        return found;
    }

    private static void compare(List<String> found, String what, long alone, long here) {
        if (alone != here) {
            found.add(what + ": " + Hex.of(alone) + " alone, " + Hex.of(here) + " here");
        }
    }
}
