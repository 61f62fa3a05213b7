package org.ringlab.hypervisor.hardware;

import java.util.Optional;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.mmu.paging.ControlRegisters;

/** The control structure of a guest, whichever maker's. */
interface Control {
    /** Enters the guest; an exit if its state can't be. */
    Optional<Exit> enter();

    /** Where the guest is. */
    long eip();

    /** Its flags. */
    long flags();

    /** Its ESP. */
    long stackPointer();

    /** Its ring. */
    int ring();

    /** Replaces a general register. */
    void register(int number, long value);

    /** Another processor takes over the guest's state, to interpret an instruction for it; false if it can't. */
    boolean lend(Cpu interpreter);

    /** The guest goes on from what that processor made of it. */
    void takeBack(Cpu interpreter);

    /** General, debug and system-call registers, and CR2, which control structures don't hold. */
    static void copy(Registers from, Registers to) {
        System.arraycopy(from.r, 0, to.r, 0, 8);
        System.arraycopy(from.dr, 0, to.dr, 0, 7);
        System.arraycopy(from.star, 0, to.star, 0, from.star.length);
        to.kernelGsBase = from.kernelGsBase;
        to.cr2 = from.cr2;
    }

    /** Goes behind the instruction that left. */
    void skip();

    /** Whether STI or a load of SS holds interrupts back for one instruction. */
    boolean shadow();

    /** The next entry delivers this interrupt or exception, and a page fault's address is in CR2. */
    void inject(Trap trap);

    /** Whether the next entry delivers one. */
    boolean injects();

    /** The interrupt or exception whose delivery met the exit: it is still to be delivered. */
    Optional<Trap> delivering();

    /** What the registers that steer paging really hold from now on, and what the guest sees of CR0 and CR4. */
    void registers(ControlRegisters real, ControlRegisters seen);

    /** Whether to leave as soon as the guest could take an interrupt. */
    void wantWindow(boolean wanted);

    /** The hardware interrupt that left is taken. */
    void acknowledge();
}
