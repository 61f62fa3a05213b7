package org.ringlab.cpu.guest;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Operand.ControlReg;
import org.ringlab.cpu.code.Operand.DebugReg;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.code.Repeat;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.trap.Event;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.mmu.paging.Fault;

/** Which instruction and which event leaves an SVM guest under which intercepts (APM vol. 2 sections 15.7 to 15.13, table 15-7). */
final class SvmIntercepts implements Intercepts {
    private final Cpu cpu;
    private final Vmcb vmcb;
    private final boolean hostFlag;
    private final long controlRegisters;
    private final long debugRegisters;
    private final long exceptions;
    private final long first;
    private final long second;

    /**
     * The intercepts of a guest.
     *
     * @param hostFlag its monitor's IF at VMRUN
     */
    SvmIntercepts(Cpu cpu, Vmcb vmcb, boolean hostFlag) {
        this.cpu = cpu;
        this.vmcb = vmcb;
        this.hostFlag = hostFlag;
        controlRegisters = vmcb.get32(Vmcb.CR_INTERCEPTS);
        debugRegisters = vmcb.get32(Vmcb.DR_INTERCEPTS);
        exceptions = vmcb.get32(Vmcb.EXCEPTION_INTERCEPTS);
        first = vmcb.get32(Vmcb.INTERCEPTS1);
        second = vmcb.get32(Vmcb.INTERCEPTS2);
    }

    Vmcb vmcb() {
        return vmcb;
    }

    // ---- instructions: the ring was checked, nothing else ---------------------------------------------------------

    @Override
    public void afterRing(Instruction i) {
        switch (i.op()) {
            case SIDT -> leaveIf(i, 0x66);
            case SGDT -> leaveIf(i, 0x67);
            case SLDT -> leaveIf(i, 0x68);
            case STR -> leaveIf(i, 0x69);
            case LIDT -> leaveIf(i, 0x6A);
            case LGDT -> leaveIf(i, 0x6B);
            case LLDT -> leaveIf(i, 0x6C);
            case LTR -> leaveIf(i, 0x6D);
            case RDTSC -> leaveIf(i, 0x6E);
            case RDPMC -> leaveIf(i, 0x6F);
            case PUSHF -> leaveIf(i, 0x70);
            case POPF -> leaveIf(i, 0x71);
            case CPUID -> leaveIf(i, 0x72);
            case IRET -> leaveIf(i, 0x74);
            case INT -> leaveIf(i, 0x75);
            case INVD -> leaveIf(i, 0x76);
            case PAUSE -> leaveIf(i, 0x77);
            case HLT -> leaveIf(i, 0x78);
            case INVLPG -> {
                Mem place = (Mem) i.operand(0);
                leaveIf(i, 0x79, cpu.linear(place.segment(), cpu.operands().offset(i, place)), 0);
            }
            case INVLPGA -> leaveIf(i, 0x7A);
            case IN, OUT, INS, OUTS -> port(i);
            case RDMSR -> msr(i, 0);
            case WRMSR -> msr(i, 1);
            case VMRUN -> leaveIf(i, 0x80);
            case VMMCALL -> leaveIf(i, 0x81);
            case VMLOAD -> leaveIf(i, 0x82);
            case VMSAVE -> leaveIf(i, 0x83);
            case STGI -> leaveIf(i, 0x84);
            case CLGI -> leaveIf(i, 0x85);
            case SKINIT -> leaveIf(i, 0x86);
            case RDTSCP -> leaveIf(i, 0x87);
            case WBINVD -> leaveIf(i, 0x89);
            case MONITOR -> leaveIf(i, 0x8A);
            case MWAIT -> leaveIf(i, 0x8B);
            case XSETBV -> leaveIf(i, 0x8D);
            case MOV_CR -> {
                boolean write = i.operand(0) instanceof ControlReg;
                int number = ((ControlReg) i.operand(write ? 0 : 1)).number();
                control(i, number, write);
                if (write && number == 0) {
                    selective(i, 1, 0, Cr0.ALL);
                }
            }
            case SMSW -> control(i, 0, false);
            case LMSW -> {
                control(i, 0, true);
                selective(i, 0, cpu.cr0() & ~0xFL | cpu.cr0() & Cr0.PE, 0xF);
            }
            case CLTS -> control(i, 0, true);
            case MOV_DR -> {
                boolean write = i.operand(0) instanceof DebugReg;
                int number = ((DebugReg) i.operand(write ? 0 : 1)).number();
                if ((debugRegisters >>> (write ? 16 : 0) + number & 1) != 0) {
                    throw leaving(i, (write ? SvmCode.DR_WRITE : SvmCode.DR_READ) + number, 0, 0);
                }
            }
            default -> {}
        }
    }

    private static Raised leaving(Instruction i, int code, long info1, long info2) {
        return new Raised(new Exit(Exit.Kind.SVM, code, SvmCode.name(code), info1, info2, 0, 0, 0, i.length()));
    }

    private boolean intercepted(int code) {
        return code < SvmCode.VMRUN
                ? (first >>> code - SvmCode.INTR & 1) != 0
                : (second >>> code - SvmCode.VMRUN & 1) != 0;
    }

    private void leaveIf(Instruction i, int code) {
        leaveIf(i, code, 0, 0);
    }

    private void leaveIf(Instruction i, int code, long info1, long info2) {
        if (intercepted(code)) {
            throw leaving(i, code, info1, info2);
        }
    }

    private void control(Instruction i, int number, boolean write) {
        if ((controlRegisters >>> (write ? 16 : 0) + number & 1) != 0) {
            throw leaving(i, (write ? SvmCode.CR_WRITE : SvmCode.CR_READ) + number, 0, 0);
        }
    }

    /** A write of CR0 that changes more than TS and MP, where not every write leaves (APM table 15-7). */
    private void selective(Instruction i, int operand, long kept, long written) {
        if (intercepted(SvmCode.CR0_SELECTIVE)) {
            long value = kept | cpu.operands().read(i, operand) & written;
            if (((value ^ cpu.cr0()) & Cr0.ALL & ~(Cr0.TS | Cr0.MP | Cr0.ET)) != 0) {
                throw leaving(i, SvmCode.CR0_SELECTIVE, 0, 0);
            }
        }
    }

    /** The port map has a bit a port; EXITINFO1 has the port, size, direction, EXITINFO2 the next instruction (APM 15.10). */
    private void port(Instruction i) {
        if (!intercepted(SvmCode.IOIO)) {
            return;
        }
        boolean in = i.op() == Op.IN || i.op() == Op.INS;
        boolean string = i.op() == Op.INS || i.op() == Op.OUTS;
        int n = in ? 1 : 0;
        int port = (int) (string ? cpu.state().r[Operand.DX] : cpu.operands().read(i, n)) & 0xFFFF;
        int size = i.operandSize();
        long map = vmcb.get(Vmcb.IOPM_BASE);
        for (int p = port; p < port + size; p++) {
            if ((cpu.mmu().memory().readByte(map + p / 8) >>> p % 8 & 1) != 0) {
                long info = (in ? 1 : 0)
                        | (string ? 1 << 2 : 0)
                        | (i.repeat() != Repeat.NONE ? 1 << 3 : 0)
                        | (long) size << 4
                        | (long) i.addressSize() << 6
                        | (long) port << 16;
                throw leaving(i, SvmCode.IOIO, info, cpu.state().next);
            }
        }
    }

    private void msr(Instruction i, int write) {
        if (!intercepted(SvmCode.MSR)) {
            return;
        }
        long bit = SvmCode.mapBit(cpu.state().r[Operand.CX] & 0xFFFF_FFFFL, write != 0);
        long map = vmcb.get(Vmcb.MSRPM_BASE);
        if (bit < 0 || (cpu.mmu().memory().readByte(map + bit / 8) >>> bit % 8 & 1) != 0) {
            throw leaving(i, SvmCode.MSR, write, 0);
        }
    }

    // ---- events ---------------------------------------------------------------------------------------------------

    @Override
    public @Nullable Exit exception(Trap trap) {
        return switch (trap.kind()) {
            case SOFTWARE_INTERRUPT, EXTERNAL -> null;
            case NMI -> intercepted(SvmCode.NMI) ? plain(SvmCode.NMI) : null;
            case PRIVILEGED_SOFTWARE_EXCEPTION -> intercepted(0x88) ? plain(0x88) : byVector(trap);
            case EXCEPTION, SOFTWARE_EXCEPTION -> byVector(trap);
        };
    }

    private @Nullable Exit byVector(Trap trap) {
        if ((exceptions >>> trap.vector() & 1) == 0) {
            return null;
        }
        int code = SvmCode.EXCEPTION + trap.vector();
        long address = trap.vector() == Vector.PF ? trap.address() : 0;
        return new Exit(
                Exit.Kind.SVM,
                code,
                SvmCode.name(code),
                trap.code(),
                address,
                0,
                Vmx.information(trap),
                trap.code(),
                0);
    }

    private static Exit plain(int code) {
        return new Exit(Exit.Kind.SVM, code, SvmCode.name(code), 0, 0);
    }

    @Override
    public @Nullable Exit interrupt() {
        boolean taken = interruptFlag(cpu.state().flags.has(Flag.IF));
        return taken && intercepted(SvmCode.INTR) ? plain(SvmCode.INTR) : null;
    }

    /** With virtual masking the host's IF decides about real interrupts, not the guest's (APM 15.21.1). */
    @Override
    public boolean interruptFlag(boolean guests) {
        return vmcb.masking() ? hostFlag : guests;
    }

    /**
     * The request in the control block, once the guest could take it: its flag and priority allow it, and no real interrupt waits (APM
     * 15.21.4). Taken, it is a request no more; where VINTR is intercepted it remains one.
     */
    @Override
    public @Nullable Event virtualInterrupt() {
        long request = vmcb.get(Vmcb.VIRTUAL_INTERRUPT);
        long threshold = vmcb.masking() ? cpu.state().cr8 : request & 0xF;
        if (!vmcb.virtualInterruptDue(threshold)
                || cpu.state().shadow
                || !cpu.state().flags.has(Flag.IF)) {
            return null;
        }
        if (intercepted(SvmCode.VINTR)) {
            return plain(SvmCode.VINTR);
        }
        vmcb.set(Vmcb.VIRTUAL_INTERRUPT, request & ~Vmcb.V_IRQ);
        return Trap.external((int) (request >>> Vmcb.V_INTR_VECTOR) & 0xFF);
    }

    @Override
    public @Nullable Exit shutdown() {
        return plain(SvmCode.SHUTDOWN);
    }

    @Override
    public long tscOffset() {
        return vmcb.get(Vmcb.TSC_OFFSET);
    }

    @Override
    public Event memory(Fault fault) {
        if (fault instanceof Fault.NestedPageFault nested) {
            return new Exit(
                    Exit.Kind.SVM,
                    SvmCode.NPF,
                    SvmCode.name(SvmCode.NPF),
                    nested.info1(),
                    nested.guestPhysical(),
                    0,
                    0,
                    0,
                    0);
        }
        return Trap.gp(0);
    }
}
