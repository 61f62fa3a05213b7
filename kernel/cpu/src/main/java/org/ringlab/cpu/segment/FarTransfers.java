package org.ringlab.cpu.segment;

import static org.ringlab.cpu.segment.DescriptorTables.isNull;

import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Operands;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Vector;

/** Far jumps, calls and returns, directly and through call gates (SDM vol. 3 section 5.8; vol. 2 JMP, CALL, RET). */
public final class FarTransfers {
    private final Cpu cpu;
    private final Registers s;
    private final DescriptorTables tables;
    private final TaskState task;

    /** The far transfers of a processor. */
    public FarTransfers(Cpu cpu, DescriptorTables tables, TaskState task) {
        this.cpu = cpu;
        s = cpu.state();
        this.tables = tables;
        this.task = task;
    }

    // ---- jump and call --------------------------------------------------------------------------------------------

    /** JMP ptr16:16/32/64. */
    public void jump(int selector, long offset, int size) {
        if (cpu.realMode()) {
            realTransfer(selector, offset);
            return;
        }
        Descriptor d = target(selector);
        if (d.ordinary()) {
            direct(selector, d);
            enter(selector, d, offset, s.cpl);
            return;
        }
        Descriptor gate = gate(selector, d);
        int to = gate.gateSelector();
        Descriptor code = gateTarget(to);
        if (code.conforming() ? code.dpl() > s.cpl : code.dpl() != s.cpl) {
            throw Raised.gp(to & 0xFFFC);
        }
        present(to, code);
        enter(to, code, gate.gateOffset(), s.cpl);
    }

    /** CALL ptr16:16/32/64; pushes CS and the next instruction's address. */
    public void call(int selector, long offset, int size) {
        if (cpu.realMode()) {
            StackFrame stack = StackFrame.current(cpu);
            stack.push(size, s.cs().selector());
            stack.push(size, s.next);
            realTransfer(selector, offset);
            s.r[4] = stack.pointerOver(s.r[4]);
            return;
        }
        Descriptor d = target(selector);
        if (d.ordinary()) {
            direct(selector, d);
            StackFrame stack = StackFrame.current(cpu);
            stack.push(size, s.cs().selector());
            stack.push(size, s.next);
            enter(selector, d, offset, s.cpl);
            s.r[4] = stack.pointerOver(s.r[4]);
            return;
        }
        Descriptor gate = gate(selector, d);
        int to = gate.gateSelector();
        Descriptor code = gateTarget(to);
        if (code.dpl() > s.cpl) {
            throw Raised.gp(to & 0xFFFC);
        }
        present(to, code);
        int gateSize = cpu.longMode() ? 8 : gate.type() == Descriptor.CALL_GATE ? 4 : 2;
        if (!code.conforming() && code.dpl() < s.cpl) {
            callInward(gate, to, code, gateSize);
            return;
        }
        StackFrame stack = new StackFrame(cpu, s.ss(), s.r[4], cpu.longMode(), s.cpl, 0);
        stack.push(gateSize, s.cs().selector());
        stack.push(gateSize, s.next);
        enter(to, code, gate.gateOffset(), s.cpl);
        s.r[4] = stack.pointerOver(s.r[4]);
    }

    /** To an inner ring: its stack from the TSS, the old one on it, and the parameters (SDM figure 5-12). */
    private void callInward(Descriptor gate, int to, Descriptor code, int size) {
        int ring = code.dpl();
        TaskState.Stack inner = task.stack(ring, 0);
        SegmentRegister segment = innerStack(inner.selector(), ring, 0);
        StackFrame stack =
                new StackFrame(cpu, segment, inner.pointer(), cpu.longMode(), ring, inner.selector() & 0xFFFC);
        stack.push(size, s.ss().selector());
        stack.push(size, s.r[4]);
        if (!cpu.longMode()) {
            StackFrame outer = StackFrame.current(cpu);
            outer.skip((long) gate.gateCount() * size);
            for (int n = gate.gateCount(); n > 0; n--) {
                outer.skip(-size);
                stack.push(size, outer.pop(size));
                outer.skip(-size);
            }
        }
        stack.push(size, s.cs().selector());
        stack.push(size, s.next);
        enter(to, code, gate.gateOffset(), ring);
        s.ss().copy(segment);
        s.r[4] = stack.pointerOver(s.r[4]);
        cpu.modeChanged();
    }

    /** The stack segment of an inner ring, checked as gates do (SDM vol. 2 CALL: #TS, #SS). */
    public SegmentRegister innerStack(int selector, int ring, int external) {
        SegmentRegister segment = new SegmentRegister();
        if (cpu.longMode()) {
            segment.load(ring, 0, 0, SegmentRegister.UNUSABLE | ring << 5);
            return segment;
        }
        if (isNull(selector)) {
            throw Raised.of(Vector.TS, external);
        }
        Descriptor d = tables.read(selector, Vector.TS, external);
        if ((selector & 3) != ring || d.dpl() != ring || !d.writableData()) {
            throw Raised.of(Vector.TS, selector & 0xFFFC | external);
        }
        if (!d.present()) {
            throw Raised.of(Vector.SS, selector & 0xFFFC | external);
        }
        d = tables.accessed(selector, d);
        segment.load(selector, d.base(), d.limit(), d.rights());
        return segment;
    }

    private Descriptor target(int selector) {
        if (isNull(selector)) {
            throw Raised.gp(0);
        }
        return tables.readSystem(selector, Vector.GP, 0);
    }

    /** Code without a gate: the same ring, or a conforming segment of an inner one. */
    private void direct(int selector, Descriptor d) {
        boolean allowed = d.code() && (d.conforming() ? d.dpl() <= s.cpl : d.dpl() == s.cpl && (selector & 3) <= s.cpl);
        if (!allowed || cpu.longMode() && d.long64() && d.big()) {
            throw Raised.gp(selector & 0xFFFC);
        }
        present(selector, d);
    }

    private Descriptor gate(int selector, Descriptor d) {
        boolean gate = d.type() == Descriptor.CALL_GATE || d.type() == Descriptor.CALL_GATE16 && !cpu.longMode();
        boolean task = !cpu.longMode()
                && (d.type() == Descriptor.TASK_GATE || d.type() == Descriptor.TSS || d.type() == Descriptor.TSS16);
        if (!gate && !task || d.dpl() < s.cpl || d.dpl() < (selector & 3)) {
            throw Raised.gp(selector & 0xFFFC);
        }
        present(selector, d);
        if (task) {
            throw Raised.notSimulated("task switches");
        }
        return d;
    }

    private Descriptor gateTarget(int selector) {
        if (isNull(selector)) {
            throw Raised.gp(0);
        }
        Descriptor code = tables.read(selector);
        if (!code.code() || cpu.longMode() && (!code.long64() || code.big())) {
            throw Raised.gp(selector & 0xFFFC);
        }
        return code;
    }

    private static void present(int selector, Descriptor d) {
        if (!d.present()) {
            throw Raised.of(Vector.NP, selector & 0xFFFC);
        }
    }

    private void realTransfer(int selector, long offset) {
        if (offset > s.cs().limit()) {
            throw Raised.gp(0);
        }
        s.cs().load(selector, (selector & 0xFFFFL) << 4, s.cs().limit(), s.cs().rights());
        s.next = offset;
        cpu.modeChanged();
    }

    /** CS gets a checked segment with the ring in its RPL; the offset must lie in it, or #GP(external). */
    public void enter(int selector, Descriptor code, long offset, int ring, int external) {
        boolean long64 = cpu.longMode() && code.long64();
        if (long64 ? !cpu.canonical(offset) : Long.compareUnsigned(offset, code.limit()) > 0) {
            throw Raised.gp(external);
        }
        Descriptor d = tables.accessed(selector, code);
        s.cs().load(selector & 0xFFFC | ring, d.base(), d.limit(), d.rights());
        s.next = offset;
        cpu.ring(ring);
    }

    private void enter(int selector, Descriptor code, long offset, int ring) {
        enter(selector, code, offset, ring, 0);
    }

    // ---- return ---------------------------------------------------------------------------------------------------

    /** RET far, leaving out parameters. */
    public void ret(int size, long parameters) {
        StackFrame stack = StackFrame.current(cpu);
        long offset = stack.pop(size);
        int selector = (int) stack.pop(size) & 0xFFFF;
        if (cpu.realMode()) {
            realTransfer(selector, offset);
            stack.skip(parameters);
            s.r[4] = stack.pointerOver(s.r[4]);
            return;
        }
        stack.skip(parameters);
        Descriptor code = returnTarget(selector);
        int ring = selector & 3;
        if (ring == s.cpl) {
            enter(selector, code, offset, ring);
            s.r[4] = stack.pointerOver(s.r[4]);
            return;
        }
        long pointer = stack.pop(size);
        int outer = (int) stack.pop(size) & 0xFFFF;
        returnOutward(selector, code, offset, outer, pointer, parameters);
    }

    /** The code a return leads to: never to an inner ring (SDM vol. 2 RET, IRET). */
    public Descriptor returnTarget(int selector) {
        if (isNull(selector)) {
            throw Raised.gp(0);
        }
        Descriptor code = tables.read(selector);
        int ring = selector & 3;
        boolean allowed = code.code()
                && ring >= s.cpl
                && (code.conforming() ? code.dpl() <= ring : code.dpl() == ring)
                && !(cpu.longMode() && code.long64() && code.big());
        if (!allowed) {
            throw Raised.gp(selector & 0xFFFC);
        }
        present(selector, code);
        return code;
    }

    /** To an outer ring with its own stack; data segments it may not hold become unusable. */
    public void returnOutward(
            int selector, Descriptor code, long offset, int stackSelector, long pointer, long parameters) {
        int ring = selector & 3;
        SegmentRegister segment = new SegmentRegister();
        if (isNull(stackSelector)) {
            if (!cpu.longMode() || !code.long64() || ring == 3 || (stackSelector & 3) != ring) {
                throw Raised.gp(0);
            }
            segment.load(stackSelector, 0, 0, SegmentRegister.UNUSABLE | ring << 5);
        } else {
            Descriptor d = tables.read(stackSelector);
            if ((stackSelector & 3) != ring || d.dpl() != ring || !d.writableData()) {
                throw Raised.gp(stackSelector & 0xFFFC);
            }
            if (!d.present()) {
                throw Raised.of(Vector.SS, stackSelector & 0xFFFC);
            }
            d = tables.accessed(stackSelector, d);
            segment.load(stackSelector, d.base(), d.limit(), d.rights());
        }
        enter(selector, code, offset, ring);
        s.ss().copy(segment);
        boolean long64 = cpu.longMode() && code.long64();
        boolean wide = long64 || (segment.rights() & SegmentRegister.BIG) != 0;
        long to = pointer + parameters;
        s.r[4] = long64 ? to : wide ? to & Operands.mask(4) : s.r[4] & ~0xFFFFL | to & 0xFFFF;
        cpu.loads().dropPrivileged();
    }
}
