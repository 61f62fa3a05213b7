package org.ringlab.cpu.system;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Operand.Mem;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Operands;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.TableRegister;
import org.ringlab.cpu.segment.SegmentLoads;
import org.ringlab.cpu.segment.SegmentQueries;
import org.ringlab.cpu.trap.Raised;

/** What system instructions do once they are allowed (SDM vol. 2). */
public final class SystemActions {
    private final Cpu cpu;
    private final Registers s;
    private final Operands operands;
    private final SegmentLoads loads;
    private final SegmentQueries queries;
    private final ControlLoads control;
    private final FastCalls calls;
    private final Msrs msrs;

    /** The parts that act. */
    public SystemActions(Cpu cpu, Operands operands, SegmentLoads loads, SegmentQueries queries) {
        this.cpu = cpu;
        s = cpu.state();
        this.operands = operands;
        this.loads = loads;
        this.queries = queries;
        control = new ControlLoads(cpu);
        calls = new FastCalls(cpu);
        msrs = new Msrs(cpu);
    }

    /** The model-specific registers. */
    public Msrs msrs() {
        return msrs;
    }

    void perform(Instruction i) {
        switch (i.op()) {
            case HLT -> cpu.halt(Registers.Activity.HALTED);
            case MWAIT -> {
                noExtensions();
                cpu.halt(Registers.Activity.WAITING);
            }
            case MONITOR -> noExtensions();
            case PAUSE, INVD, WBINVD, LFENCE, MFENCE, SFENCE -> {}
            case CLFLUSH -> operands.read(i, 0); // faults as a load of a byte
            case CLI -> interrupts(0);
            case STI -> interrupts(-1);
            case STAC -> accessControl(-1);
            case CLAC -> accessControl(0);
            case PUSHF -> cpu.push(i.operandSize(), s.flags.get() & ~(Flag.RF | Flag.VM));
            case POPF -> cpu.returns().popFlags(i.operandSize(), cpu.pop(i.operandSize()));
            case IRET -> cpu.returns().ret(i.operandSize());
            case IN -> operands.write(i, 0, cpu.ports().read((int) port(i), i.operandSize()));
            case OUT -> cpu.ports().write((int) port(i), i.operandSize(), operands.read(i, 1));
            case SGDT -> storeTable(i, s.gdtr);
            case SIDT -> storeTable(i, s.idtr);
            case LGDT -> s.gdtr = loadTable(i);
            case LIDT -> s.idtr = loadTable(i);
            case SLDT -> storeSelector(i, s.ldtr.selector());
            case STR -> storeSelector(i, s.tr.selector());
            case LLDT -> loads.loadLdt((int) operands.read(i, 0) & 0xFFFF);
            case LTR -> loads.loadTask((int) operands.read(i, 0) & 0xFFFF);
            case SMSW -> storeSelector(i, control.read(0));
            case LMSW -> control.loadStatusWord(operands.read(i, 0));
            case CLTS -> control.clearTaskSwitched();
            case MOV_CR -> {
                if (i.operand(0) instanceof Operand.ControlReg to) {
                    control.write(to.number(), operands.read(i, 1));
                } else {
                    operands.write(i, 0, control.read(((Operand.ControlReg) i.operand(1)).number()));
                }
            }
            case MOV_DR -> {
                control.detect();
                if (i.operand(0) instanceof Operand.DebugReg to) {
                    control.writeDebug(to.number(), operands.read(i, 1));
                } else {
                    operands.write(i, 0, control.readDebug(((Operand.DebugReg) i.operand(1)).number()));
                }
            }
            case INVLPG -> invalidatePage(i);
            case INVPCID -> {
                long type = operands.read(i, 0);
                long pcid = operands.readAt(i, 1, 0, 8);
                if (cpu.mmu().invpcid(type, pcid, operands.readAt(i, 1, 8, 8)).isPresent()) {
                    throw Raised.gp(0);
                }
            }
            case RDMSR -> pair(msrs.read((int) s.r[1]));
            case WRMSR -> msrs.write((int) s.r[1], s.r[2] << 32 | s.r[0] & 0xFFFF_FFFFL);
            case RDTSC -> pair(cpu.tsc());
            case RDTSCP -> {
                pair(cpu.tsc());
                s.r[1] = s.tscAux;
            }
            case RDPMC -> pair(0);
            case CPUID -> cpuid();
            case LAR, LSL, VERR, VERW, ARPL -> queries.execute(i);
            case SYSENTER -> calls.sysenter();
            case SYSEXIT -> calls.sysexit(i);
            case SYSCALL -> calls.syscall();
            case SYSRET -> calls.sysret(i);
            case SWAPGS -> {
                long gs = s.segments[5].base();
                s.segments[5].rebase(s.kernelGsBase);
                s.kernelGsBase = gs;
                cpu.modeChanged();
            }
            case RDFSBASE -> operands.write(i, 0, s.segments[4].base());
            case RDGSBASE -> operands.write(i, 0, s.segments[5].base());
            case WRFSBASE -> base(4, operands.read(i, 0));
            case WRGSBASE -> base(5, operands.read(i, 0));
            case XGETBV -> {
                if ((int) s.r[1] != 0) {
                    throw Raised.gp(0);
                }
                pair(s.xcr0);
            }
            case XSETBV -> {
                long value = s.r[2] << 32 | s.r[0] & 0xFFFF_FFFFL;
                boolean avxWithoutSse = (value & 6) == 4;
                if ((int) s.r[1] != 0 || (value & 1) == 0 || (value & ~7L) != 0 || avxWithoutSse) {
                    throw Raised.gp(0);
                }
                s.xcr0 = value;
            }
            case GETSEC -> throw Raised.notSimulated("SMX");
            default -> cpu.assist(i);
        }
    }

    /** The port an IN or OUT names: an immediate, or DX. */
    long port(Instruction i) {
        int n = i.op() == Op.IN ? 1 : 0;
        return operands.read(i, n) & 0xFFFF;
    }

    private void pair(long value) {
        s.r[0] = value & 0xFFFF_FFFFL;
        s.r[2] = value >>> 32;
    }

    /** CLI and STI: IF, or VIF where a ring above IOPL has CR4.PVI. STI holds interrupts back for one more instruction. */
    private void interrupts(long to) {
        if (s.cpl > s.flags.iopl() && !cpu.realMode()) {
            s.flags.set(to, Flag.VIF);
            return;
        }
        s.shadow = to != 0 && !s.flags.has(Flag.IF);
        s.flags.set(to, Flag.IF);
        cpu.pause();
    }

    /** MONITOR and MWAIT with hints in ECX that CPUID doesn't name. */
    private void noExtensions() {
        if ((int) s.r[1] != 0) {
            throw Raised.gp(0);
        }
    }

    private void accessControl(long to) {
        s.flags.set(to, Flag.AC);
        cpu.flagsChanged();
    }

    private void cpuid() {
        long[] out = cpu.features().cpuid(s.r[0] & 0xFFFF_FFFFL, cpu.cr4());
        s.r[0] = out[0] & 0xFFFF_FFFFL;
        s.r[3] = out[1] & 0xFFFF_FFFFL;
        s.r[1] = out[2] & 0xFFFF_FFFFL;
        s.r[2] = out[3] & 0xFFFF_FFFFL;
    }

    /** SGDT, SIDT: 16 bits of limit, then 32 or in 64-bit code 64 of base. */
    private void storeTable(Instruction i, TableRegister table) {
        int bytes = cpu.longCode() ? 8 : 4;
        operands.linear(i, (Mem) i.operand(0), bytes + 2, true);
        operands.writeAt(i, 0, 0, 2, table.limit());
        operands.writeAt(i, 0, 2, bytes, table.base());
    }

    /** LGDT, LIDT: of the base 24 bits with 16-bit operands. */
    private TableRegister loadTable(Instruction i) {
        int bytes = cpu.longCode() ? 8 : 4;
        int limit = (int) operands.readAt(i, 0, 0, 2);
        long base = operands.readAt(i, 0, 2, bytes);
        if (bytes == 8 && !cpu.canonical(base)) {
            throw Raised.gp(0);
        }
        return new TableRegister(i.operandSize() == 2 && bytes == 4 ? base & 0xFF_FFFF : base, limit);
    }

    /** To memory 16 bits, to a register zero extended, SMSW with all of CR0. */
    private void storeSelector(Instruction i, long value) {
        operands.write(i, 0, value);
    }

    private void invalidatePage(Instruction i) {
        Mem place = (Mem) i.operand(0);
        cpu.mmu().invlpg(cpu.linear(place.segment(), operands.offset(i, place)));
    }

    private void base(int segment, long value) {
        if (!cpu.canonical(value)) {
            throw Raised.gp(0);
        }
        s.segments[segment].rebase(value);
        cpu.modeChanged();
    }
}
