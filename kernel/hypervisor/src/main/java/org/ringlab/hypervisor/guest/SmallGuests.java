package org.ringlab.hypervisor.guest;

/** Guests of a few lines, each about one thing. */
final class SmallGuests {
    private static final String OFF = """
            off:
            %if PARAVIRT
                mov eax, 9          # shutdown
                int 0x82
            %else
                mov dx, 0x604
                mov ax, 0x2000
                out dx, ax
            %endif
                hlt
            """;

    private static final String PUTC = """
            putc:                       # the character in AL
            %if PARAVIRT
                mov ebx, eax
                mov eax, 1          # console
                int 0x82
            %else
                mov dx, 0x3f8
                out dx, al
            %endif
                ret
            """;

    /** Says "hi" and goes. */
    static final String TINY = """
            # The smallest guest: two characters and off.
            start:
                mov esp, 0x8000
                mov al, 'h'
                call putc
                mov al, 'i'
                call putc
                mov al, 10
                call putc
            """ + OFF + PUTC;

    /** A loop of the kernel that does nothing privileged. */
    static final String LOOP = """
            # Forty thousand rounds of ordinary instructions in the kernel.
            start:
                mov esp, 0x8000
                mov ecx, 40000
                xor eax, eax
            again:
                add eax, ecx
                rol eax, 3
                xor eax, 0x5a
                dec ecx
                jnz again
                mov [result], eax
                mov al, '.'
                call putc
                mov al, 10
                call putc
            """ + OFF + PUTC + """
                align 4
            result: dd 0
            """;

    /** The idiom of every kernel, and the instruction that breaks trap and emulate. */
    static final String POPF = """
            # Saves the flags, forbids interrupts, and restores the flags: is IF what it was?
            start:
                mov esp, 0x8000
            %if PARAVIRT
                mov eax, 3          # unmask
                int 0x82
                mov eax, 2          # mask: gives back what it was
                int 0x82
                mov eax, 3
                int 0x82
                mov eax, 4          # is it masked?
                int 0x82
                test eax, eax
            %else
                sti
                nop
                pushfd              # IF is 1
                cli
                popfd               # IF is 1 again
                cli                 # and now it is 0
                pushfd
                pop eax
                test eax, 0x200
            %endif
                mov al, 'N'
                jnz wrong
                mov al, 'Y'
            wrong:
                call putc
                mov al, 10
                call putc
            """ + OFF + PUTC;

    /** Reads CR0 the old way: what a deprivileged kernel sees is the monitor's. */
    static final String SMSW = """
            # Paging is off. Does the machine status word say so? (PG is bit 31 of the whole register.)
            start:
                mov esp, 0x8000
            %if PARAVIRT
                xor eax, eax
            %else
                smsw eax
                shr eax, 31
            %endif
                add al, '0'
                call putc
                mov al, 10
                call putc
            """ + OFF + PUTC;

    /** No table of interrupts and an undefined instruction. */
    static final String TRIPLE = """
            # Without a table of interrupts the first fault is the last.
            start:
                lidt [nothing]
                ud2
            nothing:
                dw 0
                dd 0
            """;

    /** Never ends. */
    static final String RUNAWAY = """
            start:
                jmp start
            """;

    private SmallGuests() {}
}
