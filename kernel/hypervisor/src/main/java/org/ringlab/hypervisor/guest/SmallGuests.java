package org.ringlab.hypervisor.guest;

/** Guests of a few lines, each about one thing. */
final class SmallGuests {
    static final String OFF = """
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

    static final String PUTC = """
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

    /** Writes to memory again and again: what live migration has to run after. */
    static final String WRITER = """
            # Writes one word to each of WIDTH pages, REST rounds of idling between two pages; ROUNDS times over.
            WIDTH  equ 24
            REST   equ 400
            ROUNDS equ 60
            start:
                mov esp, 0x8000
                mov ebp, ROUNDS
            again:
                mov edi, 0x100000
                mov ecx, WIDTH
            page:
                add [edi], ebp
                mov eax, REST
            idle:
                dec eax
                jnz idle
                add edi, 0x1000
                dec ecx
                jnz page
                dec ebp
                jnz again
                # The sum of what was written, as letters.
                mov edi, 0x100000
                mov ecx, WIDTH
                xor ebx, ebx
            sum:
                add ebx, [edi]
                add edi, 0x1000
                dec ecx
                jnz sum
                mov ecx, 8
            letter:
                mov al, bl
                and al, 15
                add al, 'A'
                call putc
                shr ebx, 4
                dec ecx
                jnz letter
                mov al, 10
                call putc
            """ + OFF + PUTC;

    private static final String PAGING = """
            start:
                mov esp, 0x8000
                # Every table of the directory is one and the same: 1,024 pages, and again.
                mov edi, 0x20000
                mov ecx, 1024
            directory:
                mov dword [edi], 0x21007
                add edi, 4
                dec ecx
                jnz directory
                mov edi, 0x21000
                mov eax, 7
                mov ecx, 1024
            table:
                mov [edi], eax
                add edi, 4
                add eax, 0x1000
                dec ecx
                jnz table
            %if PARAVIRT
                mov eax, 7          # set root
                mov ebx, 0x20000
                int 0x82
            %else
                mov eax, 0x20000
                mov cr3, eax
                mov eax, cr0
                or eax, 0x80000000
                mov cr0, eax
            %endif
            """;

    private static final String DOT = """
                mov al, '.'
                call putc
                mov al, 10
                call putc
            """;

    /** Changes its page table again and again. */
    static final String REMAP =
            "# One page leads to two frames by turns: a table entry changes, and is invalidated, 200 times.\n"
                    + PAGING + """
                mov ecx, 200
            again:
                xor dword [0x21c00], 0x1000     # the entry of 0x300000
            %if PARAVIRT
                mov eax, 7
                mov ebx, 0x20000
                int 0x82
            %else
                invlpg [0x300000]
            %endif
                mov [0x300000], ecx
                dec ecx
                jnz again
            """ + DOT + OFF + PUTC;

    /** Misses the TLB again and again. */
    static final String TOUCH =
            "# Reads of 2,048 pages in turn, more than a TLB holds, 150 times over; the tables stay as they are.\n"
                    + PAGING + """
                mov ecx, 150
            again:
                mov edi, 0
            page:
                mov eax, [edi]
                add edi, 0x1000
                cmp edi, 0x800000
                jne page
                dec ecx
                jnz again
            """ + DOT + OFF + PUTC;

    private SmallGuests() {}
}
