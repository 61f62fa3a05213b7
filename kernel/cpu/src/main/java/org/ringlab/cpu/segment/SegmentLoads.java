package org.ringlab.cpu.segment;

import static org.ringlab.cpu.segment.DescriptorTables.isNull;

import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Vector;

/** What is checked when a selector is loaded: MOV, POP and LDS into a segment register, LLDT, LTR (SDM vol. 2 MOV, LLDT, LTR). */
public final class SegmentLoads {
    private final Cpu cpu;
    private final Registers s;
    private final DescriptorTables tables;

    /** The loads of a processor. */
    public SegmentLoads(Cpu cpu, DescriptorTables tables) {
        this.cpu = cpu;
        s = cpu.state();
        this.tables = tables;
    }

    /** Loads DS, ES, FS, GS or SS. */
    public void load(Segment which, int selector) {
        if (cpu.realMode()) {
            SegmentRegister segment = s.segment(which);
            segment.load(selector, (selector & 0xFFFFL) << 4, segment.limit(), segment.rights());
        } else if (which == Segment.SS) {
            loadStack(selector);
        } else {
            loadData(which, selector);
        }
        cpu.modeChanged();
    }

    private void loadStack(int selector) {
        int rpl = selector & 3;
        if (isNull(selector)) {
            if (!cpu.longCode() || s.cpl == 3 || rpl != s.cpl) {
                throw Raised.gp(0);
            }
            s.ss().load(selector, 0, 0, SegmentRegister.UNUSABLE | s.cpl << 5);
            return;
        }
        Descriptor d = tables.read(selector);
        if (rpl != s.cpl || !d.writableData() || d.dpl() != s.cpl) {
            throw Raised.gp(selector & 0xFFFC);
        }
        if (!d.present()) {
            throw Raised.of(Vector.SS, selector & 0xFFFC);
        }
        put(s.ss(), selector, tables.accessed(selector, d));
    }

    private void loadData(Segment which, int selector) {
        if (isNull(selector)) {
            s.segment(which).load(selector, 0, 0, SegmentRegister.UNUSABLE);
            return;
        }
        Descriptor d = tables.read(selector);
        boolean guarded = !d.code() || !d.conforming();
        if (!d.readable() || guarded && (d.dpl() < s.cpl || d.dpl() < (selector & 3))) {
            throw Raised.gp(selector & 0xFFFC);
        }
        if (!d.present()) {
            throw Raised.of(Vector.NP, selector & 0xFFFC);
        }
        put(s.segment(which), selector, tables.accessed(selector, d));
    }

    private static void put(SegmentRegister segment, int selector, Descriptor d) {
        segment.load(selector, d.base(), d.limit(), d.rights());
    }

    /** A return to a less privileged ring makes data segments unusable that it may not hold (SDM vol. 2 IRET). */
    public void dropPrivileged() {
        for (Segment which : new Segment[] {Segment.ES, Segment.DS, Segment.FS, Segment.GS}) {
            SegmentRegister segment = s.segment(which);
            boolean conforming = (segment.rights() & 0xC) == 0xC;
            if (!segment.unusable() && !conforming && segment.dpl() < s.cpl) {
                segment.load(0, segment.base(), 0, SegmentRegister.UNUSABLE);
            }
        }
        cpu.modeChanged();
    }

    /** LLDT: null makes the table unusable. */
    public void loadLdt(int selector) {
        if (isNull(selector)) {
            s.ldtr.load(selector, 0, 0, SegmentRegister.UNUSABLE);
            return;
        }
        Descriptor d = global(selector);
        if (d.systemType() != Descriptor.LDT) {
            throw Raised.gp(selector & 0xFFFC);
        }
        if (!d.present()) {
            throw Raised.of(Vector.NP, selector & 0xFFFC);
        }
        put(s.ldtr, selector, d);
    }

    /** LTR: an available TSS, which becomes busy. */
    public void loadTask(int selector) {
        if (isNull(selector)) {
            throw Raised.gp(0);
        }
        Descriptor d = global(selector);
        boolean available = d.systemType() == Descriptor.TSS || d.systemType() == Descriptor.TSS16 && !cpu.longMode();
        if (!available) {
            throw Raised.gp(selector & 0xFFFC);
        }
        if (!d.present()) {
            throw Raised.of(Vector.NP, selector & 0xFFFC);
        }
        put(s.tr, selector, tables.busy(selector, d));
    }

    private Descriptor global(int selector) {
        if ((selector & 4) != 0) {
            throw Raised.gp(selector & 0xFFFC);
        }
        return tables.readSystem(selector, Vector.GP, 0);
    }
}
