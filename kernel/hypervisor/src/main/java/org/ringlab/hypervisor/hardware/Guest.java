package org.ringlab.hypervisor.hardware;

import org.ringlab.cpu.core.Cpu;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.VirtualBoard;

/** A guest between exit and entry, as handlers see it. */
public final class Guest {
    private final Cpu cpu;
    private final Control control;
    private final VirtualBoard board;
    private Ending ending = new Ending.PoweredOff();

    Guest(Cpu cpu, Control control, VirtualBoard board) {
        this.cpu = cpu;
        this.control = control;
        this.board = board;
    }

    /** A general register, 32 bits: EAX ECX EDX EBX ESP EBP ESI EDI by 0 to 7. */
    public long register(int number) {
        return (number == 4 ? control.stackPointer() : cpu.state().r[number]) & 0xFFFF_FFFFL;
    }

    /** Replaces its low bytes: 1, 2 or 4 of them. */
    public void register(int number, int size, long value) {
        long mask = -1L >>> 64 - 8 * size;
        control.register(number, register(number) & ~mask & 0xFFFF_FFFFL | value & mask);
    }

    /** The instruction that left is done: the guest goes on behind it. */
    public void skip() {
        control.skip();
    }

    /** The guest's devices. */
    public VirtualBoard board() {
        return board;
    }

    /** Where it is. */
    public long eip() {
        return control.eip();
    }

    /** Its flags. */
    public long flags() {
        return control.flags();
    }

    /** Why it won't be entered again, for a handler that leaves. */
    public void end(Ending why) {
        ending = why;
    }

    Ending ending() {
        return ending;
    }
}
