package org.ringlab.cpu.core;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Vector;

/**
 * The loop: fetches prepared instructions and executes the frequent ones itself. What the code segment and the mode mean for
 * each instruction is worked out when they change.
 */
final class Interpreter {
    private final Cpu cpu;
    private final Registers s;
    private final Flags flags;
    private final long[] r;
    private final SegmentRegister[] segments;
    private final SegmentRegister stack;
    private final LinearMemory memory;
    private final CodeCache code;
    private final Executor executor;
    private final Alu alu;

    private Mode mode = Mode.BITS16;
    private long linearMask = 0xFFFF_FFFFL;
    private long ipMask = 0xFFFF;
    private long codeStart;
    private long codeRoom = 0x1_0000; // bytes of the code segment
    private long stackMask = 0xFFFF;
    private long stackKeep = ~0xFFFFL;
    private long fetchPage = -1;
    private @Nullable Prepared[] fetched = new Prepared[4096];
    private int left;
    private int unused;
    private long linear; // of the last load that a store follows

    Interpreter(Cpu cpu, LinearMemory memory, CodeCache code) {
        this.cpu = cpu;
        this.memory = memory;
        this.code = code;
        s = cpu.state();
        flags = s.flags;
        r = s.r;
        segments = s.segments;
        stack = s.ss();
        executor = new Executor(cpu, this, memory);
        alu = new Alu(flags);
    }

    Executor executor() {
        return executor;
    }

    // ---- what the mode means --------------------------------------------------------------------------------------

    void modeChanged(boolean longActive) {
        mode = s.mode(longActive);
        boolean long64 = mode == Mode.BITS64;
        linearMask = long64 ? -1 : 0xFFFF_FFFFL;
        ipMask = long64 ? -1 : 0xFFFF_FFFFL;
        codeStart = long64 ? 0 : s.cs().base();
        codeRoom = long64 ? -1 : s.cs().limit() + 1;
        stackMask = long64 ? -1 : (s.ss().rights() & SegmentRegister.BIG) != 0 ? 0xFFFF_FFFFL : 0xFFFF;
        stackKeep = stackMask == 0xFFFF ? ~0xFFFFL : 0;
        for (int i = 0; i < segments.length; i++) {
            segments[i].enforce(long64, i >= 4);
        }
        fetchPage = -1;
    }

    Mode mode() {
        return mode;
    }

    long linearMask() {
        return linearMask;
    }

    long stackMask() {
        return stackMask;
    }

    long ipMask() {
        return ipMask;
    }

    /** Translations may have changed: everything kept of them is dropped. */
    void forget() {
        memory.forget();
        code.forget();
        fetchPage = -1;
    }

    /** Looks whether they did. */
    void forgetIfStale() {
        if (memory.stale()) {
            code.forget();
            fetchPage = -1;
        }
    }

    // ---- the loop -------------------------------------------------------------------------------------------------

    /** How many instructions of the last {@link #run} weren't begun. */
    int left() {
        return left + unused;
    }

    /** Nothing runs. */
    void noneLeft() {
        left = 0;
        unused = 0;
    }

    /** Ends {@link #run} after this instruction. */
    void leave() {
        unused += left;
        left = 0;
    }

    /** The instruction at RIP, decoded. */
    Prepared fetch() {
        long rip = s.rip;
        long at = codeStart + rip & linearMask;
        if (at >>> 12 != fetchPage) {
            if (mode != Mode.BITS64 && Long.compareUnsigned(rip, codeRoom) >= 0) {
                throw Raised.gp(0);
            }
            fetched = code.page(at).of(mode.ordinal());
            fetchPage = at >>> 12;
        }
        Prepared p = fetched[(int) at & 0xFFF];
        return p != null ? p : decode(at, rip);
    }

    private Prepared decode(long at, long rip) {
        Prepared p = Preparer.prepare(code.decode(at, linearMask, mode == Mode.BITS64 ? -1 : codeRoom - rip, mode));
        if (((int) at & 0xFFF) + p.length <= 4096) {
            fetched[(int) at & 0xFFF] = p;
        } else if (fetched[4095] == p) {
            fetchPage = -1;
        }
        return p;
    }

    /**
     * Executes instructions until so many are done or one asks to leave.
     *
     * @throws Raised when one can't be finished; RIP is still its own
     */
    void run(int count) {
        left = count;
        unused = 0;
        while (left > 0) {
            Prepared p = fetch();
            long rip = s.rip;
            if (Long.compareUnsigned(rip + p.length - 1, codeRoom) >= 0) {
                throw Raised.gp(0);
            }
            s.next = rip + p.length & ipMask;
            left--;
            switch (p.kind) {
                case Kind.SLOW -> executor.execute(p);
                case Kind.ADD_RR -> put(p, alu.add(p, r[p.destination], r[p.source]));
                case Kind.ADD_RI -> put(p, alu.add(p, r[p.destination], p.immediate));
                case Kind.ADD_RM -> put(p, alu.add(p, r[p.destination], load(p)));
                case Kind.ADD_MR -> storeBack(p, alu.add(p, loadToStore(p), r[p.source]));
                case Kind.ADD_MI -> storeBack(p, alu.add(p, loadToStore(p), p.immediate));
                case Kind.OR_RR -> put(p, alu.logic(p, r[p.destination] | r[p.source]));
                case Kind.OR_RI -> put(p, alu.logic(p, r[p.destination] | p.immediate));
                case Kind.OR_RM -> put(p, alu.logic(p, r[p.destination] | load(p)));
                case Kind.OR_MR -> storeBack(p, alu.logic(p, loadToStore(p) | r[p.source]));
                case Kind.OR_MI -> storeBack(p, alu.logic(p, loadToStore(p) | p.immediate));
                case Kind.ADC_RR -> put(p, alu.adc(p, r[p.destination], r[p.source]));
                case Kind.ADC_RI -> put(p, alu.adc(p, r[p.destination], p.immediate));
                case Kind.ADC_RM -> put(p, alu.adc(p, r[p.destination], load(p)));
                case Kind.ADC_MR -> storeBack(p, alu.adc(p, loadToStore(p), r[p.source]));
                case Kind.ADC_MI -> storeBack(p, alu.adc(p, loadToStore(p), p.immediate));
                case Kind.SBB_RR -> put(p, alu.sbb(p, r[p.destination], r[p.source]));
                case Kind.SBB_RI -> put(p, alu.sbb(p, r[p.destination], p.immediate));
                case Kind.SBB_RM -> put(p, alu.sbb(p, r[p.destination], load(p)));
                case Kind.SBB_MR -> storeBack(p, alu.sbb(p, loadToStore(p), r[p.source]));
                case Kind.SBB_MI -> storeBack(p, alu.sbb(p, loadToStore(p), p.immediate));
                case Kind.AND_RR -> put(p, alu.logic(p, r[p.destination] & r[p.source]));
                case Kind.AND_RI -> put(p, alu.logic(p, r[p.destination] & p.immediate));
                case Kind.AND_RM -> put(p, alu.logic(p, r[p.destination] & load(p)));
                case Kind.AND_MR -> storeBack(p, alu.logic(p, loadToStore(p) & r[p.source]));
                case Kind.AND_MI -> storeBack(p, alu.logic(p, loadToStore(p) & p.immediate));
                case Kind.SUB_RR -> put(p, alu.sub(p, r[p.destination], r[p.source]));
                case Kind.SUB_RI -> put(p, alu.sub(p, r[p.destination], p.immediate));
                case Kind.SUB_RM -> put(p, alu.sub(p, r[p.destination], load(p)));
                case Kind.SUB_MR -> storeBack(p, alu.sub(p, loadToStore(p), r[p.source]));
                case Kind.SUB_MI -> storeBack(p, alu.sub(p, loadToStore(p), p.immediate));
                case Kind.XOR_RR -> put(p, alu.logic(p, r[p.destination] ^ r[p.source]));
                case Kind.XOR_RI -> put(p, alu.logic(p, r[p.destination] ^ p.immediate));
                case Kind.XOR_RM -> put(p, alu.logic(p, r[p.destination] ^ load(p)));
                case Kind.XOR_MR -> storeBack(p, alu.logic(p, loadToStore(p) ^ r[p.source]));
                case Kind.XOR_MI -> storeBack(p, alu.logic(p, loadToStore(p) ^ p.immediate));
                case Kind.CMP_RR -> alu.sub(p, r[p.destination], r[p.source]);
                case Kind.CMP_RI -> alu.sub(p, r[p.destination], p.immediate);
                case Kind.CMP_RM -> alu.sub(p, r[p.destination], load(p));
                case Kind.CMP_MR -> alu.sub(p, load(p), r[p.source]);
                case Kind.CMP_MI -> alu.sub(p, load(p), p.immediate);
                case Kind.MOV_RR -> put(p, r[p.source] & p.mask);
                case Kind.MOV_RI -> put(p, p.immediate & p.mask);
                case Kind.MOV_RM -> put(p, load(p));
                case Kind.MOV_MR -> store(p, r[p.source]);
                case Kind.MOV_MI -> store(p, p.immediate);
                case Kind.TEST_RR -> alu.logic(p, r[p.destination] & r[p.source]);
                case Kind.TEST_RI -> alu.logic(p, r[p.destination] & p.immediate);
                case Kind.INC_R -> {
                    long value = r[p.destination] + 1 & p.mask;
                    flags.afterInc(value, p.up);
                    put(p, value);
                }
                case Kind.DEC_R -> {
                    long value = r[p.destination] - 1 & p.mask;
                    flags.afterDec(value, p.up);
                    put(p, value);
                }
                case Kind.NEG_R -> put(p, alu.sub(p, 0, r[p.destination]));
                case Kind.NOT_R -> put(p, ~r[p.destination] & p.mask);
                case Kind.LEA -> put(p, offset(p) & p.mask);
                case Kind.MOVZX_RR -> put(p, r[p.source] & p.mask >>> p.narrow);
                case Kind.MOVZX_RM -> put(p, load(p));
                case Kind.MOVSX_RR -> put(p, r[p.source] << p.up + p.narrow >> p.up + p.narrow & p.mask);
                case Kind.MOVSX_RM -> put(p, load(p) << p.up + p.narrow >> p.up + p.narrow & p.mask);
                case Kind.SHL_RI -> put(p, alu.shl(p, r[p.destination]));
                case Kind.SHR_RI -> put(p, alu.shr(p, r[p.destination]));
                case Kind.SAR_RI -> put(p, alu.sar(p, r[p.destination]));
                case Kind.IMUL_RR -> executor.execute(p);
                case Kind.XCHG_RR -> {
                    long value = r[p.source];
                    r[p.source] = r[p.source] & p.keep | r[p.destination] & p.mask;
                    put(p, value & p.mask);
                }
                case Kind.CMOV_RR -> put(p, r[flags.test(p.condition) ? p.source : p.destination] & p.mask);
                case Kind.JMP -> branch(s.next + p.immediate & p.mask);
                case Kind.JCC -> {
                    if (flags.test(p.condition)) {
                        branch(s.next + p.immediate & p.mask);
                    }
                }
                case Kind.CALL -> {
                    long target = s.next + p.immediate & p.mask;
                    push(p.size, s.next);
                    branch(target);
                }
                case Kind.RET -> {
                    long target = top(p.size) & p.mask;
                    branch(target);
                    dropTop(p.size);
                }
                case Kind.PUSH_R -> push(p.size, r[p.source]);
                case Kind.PUSH_I -> push(p.size, p.immediate);
                case Kind.POP_R -> {
                    long value = top(p.size);
                    dropTop(p.size);
                    put(p, value);
                }
                case Kind.LOOP -> executor.execute(p);
                case Kind.NOP -> {}
                default -> throw new IllegalStateException("kind " + p.kind);
            }
            s.rip = s.next;
        }
    }

    // ---- operands -------------------------------------------------------------------------------------------------

    /** A value that is cut to size, into the destination; 32 bits clear the upper half. */
    private void put(Prepared p, long value) {
        r[p.destination] = r[p.destination] & p.keep | value;
    }

    long offset(Prepared p) {
        if (p.base == Registers.AFTER) {
            r[Registers.AFTER] = s.next;
        }
        return r[p.base] + (r[p.index] << p.scale) + p.displacement & p.addressMask;
    }

    private long load(Prepared p) {
        long offset = offset(p);
        SegmentRegister segment = segments[p.segment];
        if (Long.compareUnsigned(offset + p.memorySize - 1, segment.readRoom()) >= 0) {
            check(p.segment, offset, p.memorySize, false);
        }
        return memory.read(segment.start() + offset & linearMask, p.memorySize);
    }

    private long loadToStore(Prepared p) {
        long offset = offset(p);
        SegmentRegister segment = segments[p.segment];
        if (Long.compareUnsigned(offset + p.memorySize - 1, segment.writeRoom()) >= 0) {
            check(p.segment, offset, p.memorySize, true);
        }
        linear = segment.start() + offset & linearMask;
        return memory.readToWrite(linear, p.memorySize);
    }

    private void storeBack(Prepared p, long value) {
        memory.write(linear, p.memorySize, value);
    }

    private void store(Prepared p, long value) {
        long offset = offset(p);
        SegmentRegister segment = segments[p.segment];
        if (Long.compareUnsigned(offset + p.memorySize - 1, segment.writeRoom()) >= 0) {
            check(p.segment, offset, p.memorySize, true);
        }
        memory.write(segment.start() + offset & linearMask, p.memorySize, value);
    }

    /** Limit and rights of a segment (SDM vol. 3 section 5.3): #SS(0) for the stack, else #GP(0). */
    void check(int which, long offset, int size, boolean write) {
        if (mode != Mode.BITS64 && !segments[which].allows(offset, size, write)) {
            throw Raised.of(which == 2 ? Vector.SS : Vector.GP, 0);
        }
    }

    /** The linear address of an access that its segment allows. */
    long linear(int which, long offset, int size, boolean write) {
        check(which, offset, size, write);
        return segments[which].start() + offset & linearMask;
    }

    // ---- branches and the stack -----------------------------------------------------------------------------------

    /** The next instruction is there: within the code segment, or canonical in 64-bit code; else #GP(0). */
    void branch(long target) {
        if (mode == Mode.BITS64
                ? target << 16 >> 16 != target && !cpu.canonical(target)
                : Long.compareUnsigned(target, codeRoom) >= 0) {
            throw Raised.gp(0);
        }
        s.next = target;
    }

    void push(int size, long value) {
        long sp = r[4];
        long to = sp - size & stackMask;
        if (Long.compareUnsigned(to + size - 1, stack.writeRoom()) >= 0) {
            check(2, to, size, true);
        }
        memory.write(stack.start() + to & linearMask, size, value);
        r[4] = sp & stackKeep | to;
    }

    /** What lies on top of the stack. */
    long top(int size) {
        long sp = r[4] & stackMask;
        if (Long.compareUnsigned(sp + size - 1, stack.readRoom()) >= 0) {
            check(2, sp, size, false);
        }
        return memory.read(stack.start() + sp & linearMask, size);
    }

    void dropTop(int size) {
        r[4] = r[4] & stackKeep | r[4] + size & stackMask;
    }

    long pop(int size) {
        long value = top(size);
        dropTop(size);
        return value;
    }
}
