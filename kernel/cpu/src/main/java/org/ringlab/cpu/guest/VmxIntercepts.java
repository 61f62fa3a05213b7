package org.ringlab.cpu.guest;

import static org.ringlab.cpu.guest.VmcsField.CR0_MASK;
import static org.ringlab.cpu.guest.VmcsField.CR0_SHADOW;
import static org.ringlab.cpu.guest.VmcsField.CR4_MASK;
import static org.ringlab.cpu.guest.VmcsField.CR4_SHADOW;
import static org.ringlab.cpu.guest.VmcsField.EXCEPTION_BITMAP;
import static org.ringlab.cpu.guest.VmcsField.PIN_CONTROLS;
import static org.ringlab.cpu.guest.VmcsField.PROCESSOR_CONTROLS;
import static org.ringlab.cpu.guest.VmcsField.SECONDARY_CONTROLS;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Operand.ControlReg;
import org.ringlab.cpu.code.Operand.DebugReg;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Operand.Reg;
import org.ringlab.cpu.code.Repeat;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.trap.Event;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Fault;

/** Which instruction and which event leaves a VMX guest under which controls, in the order of SDM sections 26.1 and 26.2. */
final class VmxIntercepts implements Intercepts {
    private final Cpu cpu;
    private final Vmcs vmcs;
    private final boolean secondary;

    VmxIntercepts(Cpu cpu, Vmcs vmcs) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        secondary = vmcs.has(PROCESSOR_CONTROLS, VmxControl.ACTIVATE_SECONDARY);
    }

    Vmcs vmcs() {
        return vmcs;
    }

    private boolean primary(long control) {
        return vmcs.has(PROCESSOR_CONTROLS, control);
    }

    private boolean secondary(long control) {
        return secondary && vmcs.has(SECONDARY_CONTROLS, control);
    }

    // ---- instructions ---------------------------------------------------------------------------------------------

    /** VMX instructions leave from every ring, and MOV DR and INVPCID with their controls. */
    @Override
    public void beforeRing(Instruction i) {
        switch (i.op()) {
            case VMCALL -> leave(i, 18);
            case VMCLEAR -> leave(i, 19);
            case VMLAUNCH -> leave(i, 20);
            case VMPTRLD -> leave(i, 21);
            case VMPTRST -> leave(i, 22);
            case VMREAD -> leave(i, 23);
            case VMRESUME -> leave(i, 24);
            case VMWRITE -> leave(i, 25);
            case VMXOFF -> leave(i, 26);
            case VMXON -> leave(i, 27);
            case INVEPT -> leave(i, 50);
            case INVVPID -> leave(i, 53);
            case MOV_DR -> {
                if (primary(VmxControl.MOV_DR_EXITING)) {
                    throw leaving(i, VmxReason.MOV_DR, debugAccess(i));
                }
            }
            case INVPCID -> {
                if (!secondary(VmxControl.ENABLE_INVPCID)) {
                    throw Raised.ud();
                }
                if (primary(VmxControl.INVLPG_EXITING)) {
                    leave(i, 58);
                }
            }
            case RDTSCP -> {
                if (!secondary(VmxControl.ENABLE_RDTSCP)) {
                    throw Raised.ud();
                }
            }
            default -> {}
        }
    }

    @Override
    public void afterRing(Instruction i) {
        switch (i.op()) {
            // Always.
            case CPUID -> leave(i, VmxReason.CPUID);
            case GETSEC -> leave(i, 11);
            case INVD -> leave(i, 13);
            case XSETBV -> leave(i, 55);
            // By a control.
            case HLT -> leaveIf(primary(VmxControl.HLT_EXITING), i, VmxReason.HLT);
            case INVLPG -> {
                if (primary(VmxControl.INVLPG_EXITING)) {
                    Mem place = (Mem) i.operand(0);
                    throw leaving(
                            i, 14, cpu.linear(place.segment(), cpu.operands().offset(i, place)));
                }
            }
            case RDPMC -> leaveIf(primary(VmxControl.RDPMC_EXITING), i, 15);
            case RDTSC -> leaveIf(primary(VmxControl.RDTSC_EXITING), i, 16);
            case RDTSCP -> leaveIf(primary(VmxControl.RDTSC_EXITING), i, 51);
            case MWAIT -> leaveIf(primary(VmxControl.MWAIT_EXITING), i, 36);
            case MONITOR -> leaveIf(primary(VmxControl.MONITOR_EXITING), i, 39);
            case PAUSE -> leaveIf(primary(VmxControl.PAUSE_EXITING), i, 40);
            case WBINVD -> leaveIf(secondary(VmxControl.WBINVD_EXITING), i, 54);
            case LGDT, LIDT, SGDT, SIDT -> leaveIf(secondary(VmxControl.DESCRIPTOR_TABLE_EXITING), i, 46);
            case LLDT, LTR, SLDT, STR -> leaveIf(secondary(VmxControl.DESCRIPTOR_TABLE_EXITING), i, 47);
            // By what they touch.
            case MOV_CR -> controlRegister(i);
            case CLTS -> {
                if ((vmcs.get(CR0_MASK) & vmcs.get(CR0_SHADOW) & Cr0.TS) != 0) {
                    throw leaving(i, VmxReason.CR_ACCESS, 2 << 4);
                }
            }
            case LMSW -> statusWord(i);
            case IN, OUT, INS, OUTS -> port(i);
            case RDMSR -> leaveIf(msr(0), i, VmxReason.RDMSR);
            case WRMSR -> leaveIf(msr(2048), i, VmxReason.WRMSR);
            default -> {}
        }
    }

    private Raised leaving(Instruction i, int reason, long qualification) {
        return new Raised(new Exit(Exit.Kind.VMX, reason, VmxReason.name(reason), qualification, i.length()));
    }

    private void leave(Instruction i, int reason) {
        throw leaving(i, reason, 0);
    }

    private void leaveIf(boolean leaves, Instruction i, int reason) {
        if (leaves) {
            leave(i, reason);
        }
    }

    /** CR0 and CR4 leave when a bit the host owns would differ from what the guest sees; CR3 and CR8 by their controls. */
    private void controlRegister(Instruction i) {
        boolean write = i.operand(0) instanceof ControlReg;
        int number = ((ControlReg) i.operand(write ? 0 : 1)).number();
        Reg general = (Reg) i.operand(write ? 1 : 0);
        long value = cpu.operands().read(i, write ? 1 : 0);
        boolean leaves = switch (number) {
            case 0 -> write && ((value ^ vmcs.get(CR0_SHADOW)) & vmcs.get(CR0_MASK)) != 0;
            case 3 ->
                write ? primary(VmxControl.CR3_LOAD_EXITING) && !target(value) : primary(VmxControl.CR3_STORE_EXITING);
            case 4 -> write && ((value ^ vmcs.get(CR4_SHADOW)) & vmcs.get(CR4_MASK)) != 0;
            case 8 -> primary(write ? VmxControl.CR8_LOAD_EXITING : VmxControl.CR8_STORE_EXITING);
            default -> false;
        };
        if (leaves) {
            throw leaving(i, VmxReason.CR_ACCESS, number | (write ? 0 : 1 << 4) | (long) general.number() << 8);
        }
    }

    private boolean target(long cr3) {
        long count = Math.min(4, vmcs.get(VmcsField.CR3_TARGET_COUNT));
        for (int n = 0; n < count; n++) {
            if (vmcs.get(VmcsField.CR3_TARGET_0.encoding() + 2 * n) == cr3) {
                return true;
            }
        }
        return false;
    }

    /** LMSW: of PE only setting counts, of MP, EM and TS every difference (SDM 26.1.3). */
    private void statusWord(Instruction i) {
        long value = cpu.operands().read(i, 0) & 0xF;
        long differs = (value ^ vmcs.get(CR0_SHADOW)) & vmcs.get(CR0_MASK);
        if ((differs & 0xE) != 0 || (differs & value & Cr0.PE) != 0) {
            long memory = i.operand(0) instanceof Mem ? 1 << 6 : 0;
            throw leaving(i, VmxReason.CR_ACCESS, 3 << 4 | memory | value << 16);
        }
    }

    private static long debugAccess(Instruction i) {
        boolean write = i.operand(0) instanceof DebugReg;
        int number = ((DebugReg) i.operand(write ? 0 : 1)).number();
        int general = ((Reg) i.operand(write ? 1 : 0)).number();
        return number | (write ? 0 : 1 << 4) | (long) general << 8;
    }

    /** SDM table 28-5: bits 2:0 size - 1, 3 in, 4 string, 5 repeated, 6 immediate, 31:16 the port. */
    private void port(Instruction i) {
        boolean in = i.op() == Op.IN || i.op() == Op.INS;
        boolean string = i.op() == Op.INS || i.op() == Op.OUTS;
        Operand named = i.operand(in ? 1 : 0);
        int port = (int) (string ? cpu.state().r[Operand.DX] : cpu.operands().read(i, in ? 1 : 0)) & 0xFFFF;
        int size = i.operandSize();
        boolean leaves =
                primary(VmxControl.USE_IO_BITMAPS) ? bitmap(port, size) : primary(VmxControl.UNCONDITIONAL_IO_EXITING);
        if (leaves) {
            long qualification = size - 1
                    | (in ? 1 << 3 : 0)
                    | (string ? 1 << 4 : 0)
                    | (i.repeat() != Repeat.NONE ? 1 << 5 : 0)
                    | (named instanceof Operand.Imm ? 1 << 6 : 0)
                    | (long) port << 16;
            throw leaving(i, VmxReason.IO, qualification);
        }
    }

    private boolean bitmap(int port, int size) {
        PhysicalMemory memory = cpu.mmu().memory();
        for (int n = port; n < port + size; n++) {
            long map = vmcs.get(n < 0x8000 ? VmcsField.IO_BITMAP_A : VmcsField.IO_BITMAP_B);
            if (n > 0xFFFF || (memory.readByte(map + (n & 0x7FFF) / 8) >>> n % 8 & 1) != 0) {
                return true; // an access that wraps around leaves
            }
        }
        return false;
    }

    /** The four quarters of the bitmap: reads of low and high numbers, then writes (SDM 25.6.9). */
    private boolean msr(int half) {
        if (!primary(VmxControl.USE_MSR_BITMAPS)) {
            return true;
        }
        long number = cpu.state().r[Operand.CX] & 0xFFFF_FFFFL;
        boolean high = number >= 0xC000_0000L;
        long index = high ? number - 0xC000_0000L : number;
        if (index >= 0x2000) {
            return true;
        }
        long at = vmcs.get(VmcsField.MSR_BITMAP) + half + (high ? 1024 : 0) + index / 8;
        return (cpu.mmu().memory().readByte(at) >>> index % 8 & 1) != 0;
    }

    // ---- events ---------------------------------------------------------------------------------------------------

    /** By the exception bitmap; page faults by their error code too; INT n never (SDM 26.2). */
    @Override
    public @Nullable Exit exception(Trap trap) {
        boolean leaves = switch (trap.kind()) {
            case SOFTWARE_INTERRUPT, EXTERNAL -> false;
            case NMI -> vmcs.has(PIN_CONTROLS, VmxControl.NMI_EXITING);
            case EXCEPTION, SOFTWARE_EXCEPTION, PRIVILEGED_SOFTWARE_EXCEPTION -> chosen(trap);
        };
        if (!leaves) {
            return null;
        }
        boolean told = trap.vector() == Vector.PF || trap.vector() == Vector.DB;
        long qualification = told ? trap.address() : 0;
        return interruption(VmxReason.EXCEPTION, trap, qualification);
    }

    private boolean chosen(Trap trap) {
        boolean bit = vmcs.has(EXCEPTION_BITMAP, 1L << trap.vector());
        if (trap.vector() != Vector.PF) {
            return bit;
        }
        boolean matches = (trap.code() & vmcs.get(VmcsField.PAGE_FAULT_MASK)) == vmcs.get(VmcsField.PAGE_FAULT_MATCH);
        return bit == matches;
    }

    private static Exit interruption(int reason, Trap trap, long qualification) {
        return new Exit(
                Exit.Kind.VMX,
                reason,
                VmxReason.name(reason),
                qualification,
                0,
                0,
                Vmx.information(trap),
                trap.code(),
                0);
    }

    @Override
    public @Nullable Exit interrupt() {
        if (!vmcs.has(PIN_CONTROLS, VmxControl.EXTERNAL_INTERRUPT_EXITING)) {
            return null;
        }
        if (vmcs.has(VmcsField.EXIT_CONTROLS, VmxControl.ACKNOWLEDGE_INTERRUPT)) {
            return interruption(
                    VmxReason.EXTERNAL_INTERRUPT, Trap.external(cpu.board().acknowledge()), 0);
        }
        return plain(VmxReason.EXTERNAL_INTERRUPT);
    }

    @Override
    public @Nullable Exit interruptWindow() {
        boolean open = primary(VmxControl.INTERRUPT_WINDOW_EXITING)
                && cpu.state().flags.has(Flag.IF)
                && !cpu.state().shadow;
        return open ? plain(VmxReason.INTERRUPT_WINDOW) : null;
    }

    @Override
    public Exit shutdown() {
        return plain(VmxReason.TRIPLE_FAULT);
    }

    private static Exit plain(int reason) {
        return new Exit(Exit.Kind.VMX, reason, VmxReason.name(reason), 0, 0);
    }

    @Override
    public Event memory(Fault fault) {
        return switch (fault) {
            case Fault.EptViolation violation ->
                new Exit(
                        Exit.Kind.VMX,
                        VmxReason.EPT_VIOLATION,
                        VmxReason.name(VmxReason.EPT_VIOLATION),
                        violation.qualification(),
                        violation.guestPhysical(),
                        violation.linear(),
                        0,
                        0,
                        0);
            case Fault.EptMisconfiguration wrong ->
                new Exit(
                        Exit.Kind.VMX,
                        VmxReason.EPT_MISCONFIGURATION,
                        VmxReason.name(VmxReason.EPT_MISCONFIGURATION),
                        0,
                        wrong.guestPhysical(),
                        0,
                        0,
                        0,
                        0);
            case Fault.PageFault page -> Trap.pageFault(page.error(), page.cr2());
            case Fault.GeneralProtection protection -> Trap.gp(0);
            case Fault.NestedPageFault nested -> Trap.gp(0);
        };
    }

    @Override
    public long tscOffset() {
        return primary(VmxControl.USE_TSC_OFFSETTING) ? vmcs.get(VmcsField.TSC_OFFSET) : 0;
    }

    // ---- what the guest sees of CR0 and CR4 -----------------------------------------------------------------------

    @Override
    public long controlSeen(int number, long value) {
        long mask = vmcs.get(number == 0 ? CR0_MASK : CR4_MASK);
        long shadow = vmcs.get(number == 0 ? CR0_SHADOW : CR4_SHADOW);
        return value & ~mask | shadow & mask;
    }

    @Override
    public long controlWritten(int number, long before, long value) {
        long mask = vmcs.get(number == 0 ? CR0_MASK : CR4_MASK);
        return before & mask | value & ~mask;
    }
}
