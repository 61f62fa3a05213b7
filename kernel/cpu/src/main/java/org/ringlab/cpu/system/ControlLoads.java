package org.ringlab.cpu.system;

import java.util.Optional;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.DebugRegisters;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.mmu.paging.Fault;

/** MOV to and from control and debug registers, CLTS, LMSW (SDM vol. 2; vol. 3 section 2.5). */
public final class ControlLoads {
    private static final long LMSW_BITS = 0xF;

    private final Cpu cpu;
    private final Registers s;

    /** The control registers of a processor. */
    public ControlLoads(Cpu cpu) {
        this.cpu = cpu;
        s = cpu.state();
    }

    /** MOV from CR0, CR2, CR3, CR4 or CR8. */
    public long read(int number) {
        return switch (number) {
            case 0 -> cpu.intercepts().controlSeen(0, cpu.cr0());
            case 2 -> s.cr2;
            case 3 -> cpu.mmu().control().cr3();
            case 4 -> cpu.intercepts().controlSeen(4, cpu.cr4());
            case 8 -> s.cr8;
            default -> throw Raised.ud();
        };
    }

    /** MOV to one of them. */
    public void write(int number, long value) {
        long before = read(number);
        switch (number) {
            case 0 -> writeCr0(cpu.intercepts().controlWritten(0, cpu.cr0(), value));
            case 2 -> s.cr2 = value;
            case 3 -> accept(cpu.mmu().movCr3(value));
            case 4 -> writeCr4(cpu.intercepts().controlWritten(4, cpu.cr4(), value));
            case 8 -> {
                if (value >>> 4 != 0) {
                    throw Raised.gp(0);
                }
                s.cr8 = value;
            }
            default -> throw Raised.ud();
        }
        cpu.modeChanged();
        if (cpu.listens()) {
            cpu.tell(new CpuEvent.ControlLoaded(cpu.clock(), number, before, value));
        }
    }

    private void writeCr0(long value) {
        long wanted = value & Cr0.ALL | Cr0.ET;
        boolean pages = (wanted & Cr0.PG) != 0;
        boolean paged = (cpu.cr0() & Cr0.PG) != 0;
        boolean longWanted = (cpu.efer() & Efer.LME) != 0;
        boolean longCs = (s.cs().rights() & SegmentRegister.LONG) != 0;
        if (value >>> 32 != 0
                || (wanted & (Cr0.NW | Cr0.CD)) == Cr0.NW
                || pages && !paged && longWanted && ((cpu.cr4() & Cr4.PAE) == 0 || longCs)
                || !pages && paged && (cpu.longCode() || (cpu.cr4() & Cr4.PCIDE) != 0)) {
            throw Raised.gp(0);
        }
        accept(cpu.mmu().movCr0(wanted));
    }

    private void writeCr4(long value) {
        boolean inVmx = cpu.assistance().vmxOn() && (value & Cr4.VMXE) == 0;
        if ((value & ~cpu.features().cr4Bits()) != 0 || inVmx) {
            throw Raised.gp(0);
        }
        accept(cpu.mmu().movCr4(value));
    }

    private static void accept(Optional<Fault> fault) {
        if (fault.isPresent()) {
            throw Raised.gp(0);
        }
    }

    /** LMSW: PE, MP, EM, TS; PE can be set and not cleared. */
    public void loadStatusWord(long value) {
        long cr0 = read(0);
        long pe = (cr0 | value) & Cr0.PE;
        write(0, cr0 & ~LMSW_BITS | value & LMSW_BITS & ~Cr0.PE | pe);
    }

    /** CLTS. */
    public void clearTaskSwitched() {
        write(0, read(0) & ~Cr0.TS);
    }

    /** General detection: with DR7.GD a MOV DR is stopped before it is executed. */
    public void detect() {
        if ((s.dr[7] & DebugRegisters.GD) != 0) {
            throw new Raised(Trap.debug(DebugRegisters.BD));
        }
    }

    /** MOV from a debug register; 4 and 5 are 6 and 7, or don't exist with CR4.DE. */
    public long readDebug(int number) {
        return s.dr[debug(number)];
    }

    /** MOV to a debug register; the upper half of DR6 and DR7 must be 0. */
    public void writeDebug(int number, long value) {
        int which = debug(number);
        if (which >= 6 && value >>> 32 != 0) {
            throw Raised.gp(0);
        }
        s.dr[which] = switch (which) {
            case 6 -> value & 0xE00FL | 0xFFFF_0FF0L;
            case 7 -> value & 0xFFFF_2BFFL | 0x400;
            default -> value;
        };
        cpu.flagsChanged();
    }

    private int debug(int number) {
        if (number == 4 || number == 5) {
            if ((cpu.cr4() & Cr4.DE) != 0) {
                throw Raised.ud();
            }
            return number + 2;
        }
        return number;
    }
}
