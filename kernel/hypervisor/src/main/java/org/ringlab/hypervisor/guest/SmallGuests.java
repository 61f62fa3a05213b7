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

    /** A monitor in a guest: turns VMX on, runs a guest of its own, and answers its CPUID. */
    static final String NESTED = nested("", "", "", "", "dd 0x4002, 0x01000080       # HLT and ports leave");

    /** The same with an EPT for the innermost guest, of which a page is missing until it is touched. */
    static final String NESTED_EPT = nested("""
                # EPT12: two large pages, 0 to 2 MiB to itself, and the next one missing.
                mov dword [0x24000], 0x25007
                mov dword [0x25000], 0x26007
                mov dword [0x26000], 0xb7       # page, write-back, all rights
            """, """
                cmp eax, 48
                je missing                  # EPT violation
            """, """
            missing:
                mov al, 'e'
                call putc
                mov dword [0x26008], 0x2000b7   # there it is; absent entries are remembered nowhere
                jmp again
            """, """
                mov dword [0x200000], 1     # guest-physical 2 MiB
                mov al, 'w'
                mov dx, 0x3f8
                out dx, al
            """, """
            dd 0x4002, 0x81000080       # HLT and ports leave, and there are secondary controls
                dd 0x401e, 2                # EPT
                dd 0x201a, 0x2401e          # where it begins, four levels, write-back
                dd 0x201b, 0""");

    private static String nested(String tables, String reasons, String handlers, String work, String controls) {
        return """
            # A small monitor: its guest prints through it, asks CPUID and halts.
            start:
                mov esp, 0x8000
                mov al, 'm'
                call putc
            %if PARAVIRT
                jmp off
            %else
                # Paging, as VMX wants it: one page of 4 MiB mapped to itself.
                mov dword [0x20000], 0x83
                mov eax, 0x20000
                mov cr3, eax
                mov eax, cr4
                or eax, 0x2010              # VMXE, PSE
                mov cr4, eax
                mov eax, cr0
                or eax, 0x80000020
                mov cr0, eax
            """
                + tables
                + """
                vmxon qword ptr [on]
                jc failed
                vmclear qword ptr [region]
                vmptrld qword ptr [region]
                # Pairs of field and value.
                mov esi, offset fields
            write:
                mov eax, [esi]
                cmp eax, -1
                je written
                mov ebx, [esi + 4]
                vmwrite eax, ebx
                jbe failed
                add esi, 8
                jmp write
            written:
                mov eax, cr0
                mov ebx, 0x6800
                vmwrite ebx, eax
                mov ebx, 0x6c00
                vmwrite ebx, eax
                mov eax, cr4
                mov ebx, 0x6804
                vmwrite ebx, eax
                mov ebx, 0x6c04
                vmwrite ebx, eax
                vmlaunch
            failed:
                mov al, 'F'
                call putc
                jmp off
            exits:                          # the host state's EIP
                push eax
                push ebx
                push edx
                mov ebx, 0x4402
                vmread eax, ebx             # why?
                and eax, 0xffff
                cmp eax, 12
                je over                     # HLT
                cmp eax, 30
                je port
                cmp eax, 10
                je identify
            """
                + reasons
                + """
                jmp failed
            """
                + handlers
                + """
            port:
                pop edx
                pop ebx
                pop eax
                call putc                   # this monitor's own port access leaves in its turn
                push eax
                push ebx
                push edx
                jmp skip
            identify:
                mov al, 'c'
                call putc
            skip:
                mov ebx, 0x440c
                vmread eax, ebx             # the instruction's length
                mov ebx, 0x681e
                vmread edx, ebx
                add edx, eax
                vmwrite ebx, edx
            again:
                pop edx
                pop ebx
                pop eax
                vmresume
                jmp failed
            over:
                mov al, 10
                call putc
                jmp off

            inner:                          # the guest of this guest
                mov al, 'g'
                mov dx, 0x3f8
                out dx, al
                xor eax, eax
                cpuid
            """
                + work
                + """
                mov al, 'G'
                mov dx, 0x3f8
                out dx, al
                hlt

                align 8
            on:     dq 0x21000
            region: dq 0x22000
            fields:
                dd 0x4000, 0                # no pin-based controls
            """
                + "    " + controls + "\n"
                + """
                dd 0x6802, 0x20000          # CR3
                dd 0x6c02, 0x20000
                dd 0x681c, 0x7000           # ESP
                dd 0x681e, inner            # EIP
                dd 0x6820, 2                # EFLAGS
                dd 0x0800, 0x10, 0x0802, 0x08, 0x0804, 0x10, 0x0806, 0x10, 0x0808, 0x10, 0x080a, 0x10
                dd 0x0c00, 0x10, 0x0c02, 0x08, 0x0c04, 0x10, 0x0c06, 0x10, 0x0c08, 0x10, 0x0c0a, 0x10
                dd 0x4800, -1, 0x4802, -1, 0x4804, -1, 0x4806, -1, 0x4808, -1, 0x480a, -1
                dd 0x4814, 0xc093, 0x4816, 0xc09b, 0x4818, 0xc093, 0x481a, 0xc093, 0x481c, 0xc093, 0x481e, 0xc093
                dd 0x4820, 0x10000, 0x4822, 0x8b, 0x480e, 103
                dd 0x6c14, 0x7800           # the host's ESP
                dd 0x6c16, exits            # and EIP
                dd -1, 0
            %endif
            """
                + OFF + PUTC;
    }

    private SmallGuests() {}
}
