package org.ringlab.cpu.system;

import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.trap.Raised;

/** SYSENTER and SYSEXIT, SYSCALL and SYSRET: flat segments without a look at any table (SDM vol. 2). */
public final class FastCalls {
    private static final int CODE32 = 0xC09B;
    private static final int CODE64 = 0xA09B;
    private static final int DATA = 0xC093;
    private static final int RING3 = 3 << 5;
    private static final long ALL = 0xFFFF_FFFFL;

    private final Cpu cpu;
    private final Registers s;

    /** The fast calls of a processor. */
    public FastCalls(Cpu cpu) {
        this.cpu = cpu;
        s = cpu.state();
    }

    /** To ring 0 at SYSENTER_EIP; #GP(0) if SYSENTER_CS is null. */
    public void sysenter() {
        int selector = (int) s.sysenter[0] & 0xFFFC;
        if (cpu.realMode() || selector == 0) {
            throw Raised.gp(0);
        }
        boolean long64 = cpu.longMode();
        s.flags.set(0, Flag.VM | Flag.IF);
        segments(selector, long64 ? CODE64 : CODE32, selector + 8, DATA, 0);
        s.r[4] = long64 ? s.sysenter[1] : s.sysenter[1] & ALL;
        s.next = long64 ? s.sysenter[2] : s.sysenter[2] & ALL;
    }

    /** To ring 3 at (R|E)DX with the stack at (R|E)CX. */
    public void sysexit(Instruction i) {
        int selector = (int) s.sysenter[0] & 0xFFFC;
        boolean long64 = i.operandSize() == 8;
        if (long64 && !(cpu.canonical(s.r[1]) && cpu.canonical(s.r[2]))) {
            throw Raised.gp(0);
        }
        int code = selector + (long64 ? 32 : 16) | 3;
        segments(code, (long64 ? CODE64 : CODE32) | RING3, code + 8, DATA | RING3, 3);
        s.r[4] = long64 ? s.r[1] : s.r[1] & ALL;
        s.next = long64 ? s.r[2] : s.r[2] & ALL;
    }

    /** To ring 0 at LSTAR, CSTAR or, in protected mode, STAR's low half. */
    public void syscall() {
        int selector = (int) (s.star[0] >>> 32) & 0xFFFC;
        boolean fromLong = cpu.longCode();
        s.r[1] = cpu.longMode() ? s.next : s.next & ALL;
        if (cpu.longMode()) {
            s.r[11] = s.flags.get() & ~Flag.RF;
            s.next = fromLong ? s.star[1] : s.star[2];
            s.flags.set(s.flags.get() & ~s.star[3] & ~Flag.RF);
            segments(selector, CODE64, selector + 8, DATA, 0);
        } else {
            s.next = s.star[0] & ALL;
            s.flags.set(0, Flag.VM | Flag.IF | Flag.RF);
            segments(selector, CODE32, selector + 8, DATA, 0);
        }
        cpu.flagsChanged();
    }

    /** To ring 3 at RCX with the flags of R11, or in protected mode with IF set. */
    public void sysret(Instruction i) {
        int base = (int) (s.star[0] >>> 48) & 0xFFFF;
        boolean long64 = i.operandSize() == 8;
        if (long64 && !cpu.canonical(s.r[1])) {
            throw Raised.gp(0);
        }
        if (cpu.longMode()) {
            s.flags.set(s.r[11] & ~(Flag.RF | Flag.VM));
        } else {
            s.flags.set(-1, Flag.IF);
        }
        s.next = long64 ? s.r[1] : s.r[1] & ALL;
        segments(base + (long64 ? 16 : 0) | 3, (long64 ? CODE64 : CODE32) | RING3, base + 8 | 3, DATA | RING3, 3);
        cpu.flagsChanged();
    }

    private void segments(int code, int codeRights, int stack, int stackRights, int ring) {
        int from = s.cpl;
        s.cs().load(code, 0, ALL, codeRights);
        s.ss().load(stack, 0, ALL, stackRights);
        cpu.ring(ring);
        cpu.ringChanged(from);
    }
}
