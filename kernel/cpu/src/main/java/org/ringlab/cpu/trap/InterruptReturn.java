package org.ringlab.cpu.trap;

import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.segment.FarTransfers;
import org.ringlab.cpu.segment.StackFrame;

/** IRET, POPF and what a ring may change of the flags (SDM vol. 2 IRET, POPF). */
public final class InterruptReturn {
    private static final long ALWAYS = Flag.ARITHMETIC | Flag.TF | Flag.DF | Flag.NT;

    private final Cpu cpu;
    private final Registers s;
    private final FarTransfers transfers;

    /** The returns of a processor. */
    public InterruptReturn(Cpu cpu, FarTransfers transfers) {
        this.cpu = cpu;
        s = cpu.state();
        this.transfers = transfers;
    }

    /** Flags that this ring can change: IOPL in ring 0 only, IF up to IOPL; the rest is silently kept. */
    private long changeable(int size) {
        long which = ALWAYS;
        if (size > 2) {
            which |= Flag.AC | Flag.ID;
        }
        if (s.cpl == 0) {
            which |= Flag.IOPL;
        }
        if (s.cpl <= s.flags.iopl()) {
            which |= Flag.IF;
        }
        return which;
    }

    /** POPF's part that isn't the stack's. */
    public void popFlags(int size, long value) {
        s.flags.set(value, changeable(size));
        s.flags.set(0, Flag.RF);
        cpu.flagsChanged();
    }

    /** IRET of 2, 4 or 8 bytes. */
    public void ret(int size) {
        s.nmiBlocked = false; // even if it faults (SDM 6.7.1)
        if (cpu.realMode()) {
            realReturn(size);
            return;
        }
        if (s.flags.has(Flag.NT) && !cpu.longMode()) {
            throw Raised.notSimulated("returns to another task");
        }
        if (s.flags.has(Flag.NT)) {
            throw Raised.gp(0);
        }
        StackFrame stack = StackFrame.current(cpu);
        long offset = stack.pop(size);
        int selector = (int) stack.pop(size) & 0xFFFF;
        long image = stack.pop(size);
        if (size == 4 && (image & Flag.VM) != 0 && s.cpl == 0 && !cpu.longMode()) {
            throw Raised.notSimulated("virtual-8086 mode");
        }
        Descriptor code = transfers.returnTarget(selector);
        int ring = selector & 3;
        long which = changeable(size) | (size > 2 ? Flag.RF : 0);
        if (size > 2 && s.cpl == 0) {
            which |= Flag.VIF | Flag.VIP;
        }
        int from = s.cpl;
        if (ring > s.cpl || cpu.longCode()) {
            long pointer = stack.pop(size);
            int outer = (int) stack.pop(size) & 0xFFFF;
            transfers.returnOutward(selector, code, offset, outer, pointer, 0);
        } else {
            transfers.enter(selector, code, offset, ring, 0);
            s.r[4] = stack.pointerOver(s.r[4]);
        }
        s.flags.set(image, which);
        cpu.flagsChanged();
        cpu.ringChanged(from);
    }

    private void realReturn(int size) {
        StackFrame stack = StackFrame.current(cpu);
        long offset = stack.pop(size);
        int selector = (int) stack.pop(size) & 0xFFFF;
        long image = stack.pop(size);
        if (offset > s.cs().limit()) {
            throw Raised.gp(0);
        }
        s.cs().load(selector, (long) selector << 4, s.cs().limit(), s.cs().rights());
        s.next = offset;
        s.r[4] = stack.pointerOver(s.r[4]);
        s.flags.set(image, changeable(size));
        cpu.modeChanged();
        cpu.flagsChanged();
    }
}
