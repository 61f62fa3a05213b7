package org.ringlab.hypervisor.guest;

/** Guests that are monitors themselves. */
final class NestedGuests {
    /** A monitor in a guest: turns VMX on, runs a guest of its own, and answers its CPUID. */
    static final String VMX = vmx("", "", "", "", "dd 0x4002, 0x01000080       # HLT and ports leave");

    /** The same with an EPT for the innermost guest, of which a page is missing until it is touched. */
    static final String VMX_EPT = vmx("""
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

    private static String vmx(String tables, String reasons, String handlers, String work, String controls) {
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
            """
                + inner(work)
                + """
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
                + SmallGuests.OFF + SmallGuests.PUTC;
    }

    /** A monitor in a guest under AMD's names: turns SVM on, runs a guest of its own, and answers its CPUID. */
    static final String SVM = svm("", "", "", "", "");

    /** The same with nested tables for the innermost guest, of which a page is missing until it is touched. */
    static final String SVM_NPT = svm("""
                # NPT12, in the format of this monitor's own tables: 4 MiB to itself, but one page.
                mov dword [0x24000], 0x25007
                mov edi, 0x25000
                mov eax, 7
                mov ecx, 1024
            page:
                mov [edi], eax
                add edi, 4
                add eax, 0x1000
                dec ecx
                jnz page
                mov dword [0x25800], 0
            """, """
                cmp eax, 0x400
                je missing                  # nested page fault
            """, """
            missing:
                mov al, 'e'
                call putc
                mov dword [0x25800], 0x200007   # there it is; absent entries are remembered nowhere
                jmp again
            """, """
                mov dword [0x200000], 1     # guest-physical 2 MiB
                mov al, 'w'
                mov dx, 0x3f8
                out dx, al
            """, """
                dd 0x090, 1                 # nested paging
                dd 0x0b0, 0x24000           # where its tables begin: nested CR3
            """);

    private static String svm(String tables, String reasons, String handlers, String work, String fields) {
        return """
            # A small monitor: its guest prints through it, asks CPUID and halts.
            start:
                mov esp, 0x8000
                mov al, 'm'
                call putc
            %if PARAVIRT
                jmp off
            %else
                # Paging: one page of 4 MiB mapped to itself.
                mov dword [0x20000], 0x83
                mov eax, 0x20000
                mov cr3, eax
                mov eax, cr4
                or eax, 0x10                # PSE
                mov cr4, eax
                mov eax, cr0
                or eax, 0x80000000
                mov cr0, eax
            """
                + tables
                + """
                mov ecx, 0xc0000080         # EFER
                rdmsr
                or eax, 0x1000              # SVME
                wrmsr
                mov byte [0x2807f], 1       # the port map: port 0x3f8
                # The control block is a page of memory. Pairs of offset and value:
                mov esi, offset fields
            write:
                mov eax, [esi]
                cmp eax, -1
                je written
                mov ebx, [esi + 4]
                mov [0x22000 + eax], ebx
                add esi, 8
                jmp write
            written:
                mov eax, cr0
                mov [0x22558], eax
                mov eax, cr4
                mov [0x22548], eax
            enter:
                mov eax, 0x22000
                vmrun
                pushad                      # an exit comes back here, with the guest's registers but EAX and ESP
                mov eax, [0x22070]          # why?
                cmp eax, 0x78
                je over                     # HLT
                cmp eax, 0x7b
                je port
                cmp eax, 0x72
                je identify
            """
                + reasons
                + """
            failed:
                mov al, 'F'
                call putc
                jmp off
            """
                + handlers
                + """
            port:
                mov al, [0x225f8]           # the guest's EAX
                call putc                   # this monitor's own port access leaves in its turn
                jmp skip
            identify:
                mov al, 'c'
                call putc
            skip:
                mov eax, [0x220c8]          # the next instruction
                mov [0x22578], eax
            again:
                popad
                jmp enter
            """
                + inner(work)
                + """
                align 8
            fields:
                dd 0x00c, 0x89040000        # CPUID, HLT, ports and shutdown leave
                dd 0x010, 1                 # and VMRUN, as it has to
                dd 0x040, 0x28000           # the port map
                dd 0x058, 1                 # ASID
            """
                + fields
                + """
                dd 0x400, 0x0c930010, 0x404, -1, 0x410, 0x0c9b0008, 0x414, -1
                dd 0x420, 0x0c930010, 0x424, -1, 0x430, 0x0c930010, 0x434, -1
                dd 0x4d0, 0x1000            # EFER
                dd 0x550, 0x20000           # CR3
                dd 0x560, 0x400             # DR7
                dd 0x570, 2                 # EFLAGS
                dd 0x578, inner             # EIP
                dd 0x5d8, 0x7000            # ESP
                dd -1, 0
            %endif
            """
                + SmallGuests.OFF + SmallGuests.PUTC;
    }

    private NestedGuests() {}

    /** How a monitor ends, and the guest it runs: greets, asks who the processor is, does its work and halts. */
    private static String inner(String work) {
        return """
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
            """ + work + """
                mov al, 'G'
                mov dx, 0x3f8
                out dx, al
                hlt

            """;
    }
}
