package org.ringlab.hypervisor.ring;

import java.util.Optional;

/** What a para-virtual kernel can ask of its monitor by INT 0x82: number in EAX, arguments in EBX and ECX. */
public enum Hypercall {
    /** Writes the character in BL. */
    CONSOLE(1),
    /** Forbids interrupts; EAX: 1 if they were forbidden already. Stands for CLI. */
    MASK(2),
    /** Allows them. Stands for STI. */
    UNMASK(3),
    /** EAX: 1 if they are forbidden. Stands for PUSHF's IF. */
    MASKED(4),
    /** EBX, ECX: the table of gates and its bytes less one. Stands for LIDT. */
    SET_TRAPS(5),
    /** EBX: where the kernel's stack begins on a trap out of a program. Stands for the task state segment. */
    SET_STACK(6),
    /** EBX: the page directory; paging is on from then. Stands for MOV CR3 and CR0. */
    SET_ROOT(7),
    /** EBX: instructions between timer interrupts, 0 for none. Stands for the timer's ports. */
    TIMER(8),
    /** The end. */
    SHUTDOWN(9),
    /** Waits for an interrupt and allows them. Stands for STI and HLT. */
    BLOCK(10),
    /** Returns from a trap: EAX, EIP, CS, EFLAGS and, for a program, ESP and SS on the stack. Stands for IRET. */
    RETURN(11),
    /** EBX, ECX: the descriptor table and its bytes less one. Stands for LGDT. */
    SET_GDT(12),
    /** The interrupt was dealt with. Stands for the controller's ports. */
    ACK(13);

    /** The vector of all calls. */
    public static final int VECTOR = 0x82;

    private final int number;

    Hypercall(int number) {
        this.number = number;
    }

    /** What EAX holds. */
    public int number() {
        return number;
    }

    /** The call of a number. */
    public static Optional<Hypercall> of(long number) {
        for (Hypercall call : values()) {
            if (call.number == number) {
                return Optional.of(call);
            }
        }
        return Optional.empty();
    }
}
