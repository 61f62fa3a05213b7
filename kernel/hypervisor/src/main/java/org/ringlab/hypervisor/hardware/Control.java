package org.ringlab.hypervisor.hardware;

import java.util.Optional;
import org.ringlab.cpu.trap.Exit;

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

    /** Goes behind the instruction that left. */
    void skip();

    /** Whether STI or a load of SS holds interrupts back for one instruction. */
    boolean shadow();

    /** The next entry delivers this interrupt. */
    void inject(int vector);

    /** Whether to leave as soon as the guest could take an interrupt. */
    void wantWindow(boolean wanted);

    /** The hardware interrupt that left is taken. */
    void acknowledge();
}
