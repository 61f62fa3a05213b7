package org.ringlab.cpu.guest;

import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.trap.Event;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.mmu.paging.Fault;

/** What the control structure of a guest asks of the processor while the guest runs; bare hardware asks nothing. */
public interface Intercepts {
    /** After #UD, before the ring is checked. */
    default void beforeRing(Instruction i) {}

    /** After the ring was checked, before anything else. */
    default void afterRing(Instruction i) {}

    /** The exit an exception causes instead of being delivered. */
    default @Nullable Exit exception(Trap trap) {
        return null;
    }

    /** The exit an interrupt request causes, whatever IF. */
    default @Nullable Exit interrupt() {
        return null;
    }

    /** The flag that holds interrupt requests back, where the guest's own IF is so. */
    default boolean interruptFlag(boolean guests) {
        return guests;
    }

    /** A virtual interrupt that the guest takes now, or the exit it causes. */
    default @Nullable Event virtualInterrupt() {
        return null;
    }

    /** The exit once the guest could take an interrupt. */
    default @Nullable Exit interruptWindow() {
        return null;
    }

    /** The exit of a triple fault. */
    default @Nullable Exit shutdown() {
        return null;
    }

    /** The event that a fault of the second dimension is. */
    default Event memory(Fault fault) {
        return Trap.gp(0);
    }

    /** What MOV from CR0 or CR4 and SMSW see. */
    default long controlSeen(int number, long value) {
        return value;
    }

    /** What MOV to CR0 or CR4 changes the register to. */
    default long controlWritten(int number, long before, long value) {
        return value;
    }

    /** What the guest's time-stamp counter adds to the processor's. */
    default long tscOffset() {
        return 0;
    }

    /** Whether this is a guest. */
    default boolean inGuest() {
        return true;
    }

    /** No guest: nothing leaves. */
    Intercepts BARE = new Intercepts() {
        @Override
        public boolean inGuest() {
            return false;
        }
    };
}
