package org.ringlab.hypervisor.guest;

/**
 * A small kernel with one program: descriptor tables, interrupts, a timer, page tables, system calls by INT 0x80, a serial
 * port, and on purpose the instructions that matter: PUSHF, POPF, SGDT, SMSW, STR, MOV from CS.
 */
final class SampleKernel {
    static final String SOURCE = """
            # A kernel in ring 0, a program in ring 3.
            # Calls of the para-virtual build: number in EAX, arguments in EBX, ECX, EDX; INT 0x82.

            CONSOLE   equ 1         # EBX character
            MASK      equ 2         # EAX: was it masked?
            UNMASK    equ 3
            MASKED    equ 4         # EAX: is it masked?
            SET_TRAPS equ 5         # EBX table of gates, ECX bytes of it less one
            SET_STACK equ 6         # EBX stack of the kernel for traps out of programs
            SET_ROOT  equ 7         # EBX page directory
            TIMER     equ 8         # EBX instructions between interrupts
            SHUTDOWN  equ 9
            BLOCK     equ 10        # until an interrupt
            RETURN    equ 11        # from a trap: EAX EIP CS EFLAGS [ESP SS] on the stack
            SET_GDT   equ 12        # EBX table, ECX bytes of it less one
            ACK       equ 13        # the interrupt is dealt with

            start:
            %if PARAVIRT
                mov esp, offset kernel_stack
                mov eax, SET_GDT
                mov ebx, offset gdt
                mov ecx, 47
                int 0x82
            %else
                lgdt [gdtr]
                jmp 0x08:flat
            flat:
                mov eax, 0x10
                mov ds, ax
                mov es, ax
                mov ss, ax
                mov esp, offset kernel_stack
            %endif

                # Gates: ring 0 code, interrupt gates; the system call's may be used from ring 3.
                mov ebx, 13
                mov eax, offset on_protection
                mov ecx, 0x8e00
                call set_gate
                mov ebx, 14
                mov eax, offset on_page_fault
                call set_gate
                mov ebx, 0x20
                mov eax, offset on_timer
                call set_gate
                mov ebx, 0x80
                mov eax, offset on_call
                mov ecx, 0xee00
                call set_gate

            %if PARAVIRT
                mov eax, SET_TRAPS
                mov ebx, offset idt
                mov ecx, 2047
                int 0x82
                mov eax, SET_STACK
                mov ebx, offset kernel_stack
                int 0x82
            %else
                lidt [idtr]
                # A task state segment for the stack of ring 0.
                mov eax, offset tss
                mov [gdt + 0x28 + 2], ax
                shr eax, 16
                mov [gdt + 0x28 + 4], al
                mov [gdt + 0x28 + 7], ah
                mov dword [tss + 4], offset kernel_stack
                mov dword [tss + 8], 0x10
                mov word ptr [tss + 102], 104       # no I/O map: ports are the kernel's
                mov ax, 0x28
                ltr ax
            %endif

                # One table maps the first 4 MiB to themselves; programs get pages 0x40 and 0x41.
                mov edi, offset table
                mov eax, 3
                mov ecx, 1024
                cld
            fill:
                stosd
                add eax, 0x1000
                loop fill
                or dword [table + 0x40 * 4], 4
                or dword [table + 0x41 * 4], 4
                mov dword [directory], offset table + 7
            %if PARAVIRT
                mov eax, SET_ROOT
                mov ebx, offset directory
                int 0x82
            %else
                mov eax, offset directory
                mov cr3, eax
                mov eax, cr0
                or eax, 0x80010000
                mov cr0, eax
                jmp paged
            paged:
                # Interrupt controller: vectors from 0x20, only the timer.
                mov al, 0x11
                out 0x20, al
                mov al, 0x20
                out 0x21, al
                mov al, 4
                out 0x21, al
                mov al, 1
                out 0x21, al
                mov al, 0xfe
                out 0x21, al
            %endif
                mov esi, offset text_hello
                call print

                # What do the instructions say that tell of their ring?
            %if PARAVIRT
                # A kernel that knows of its monitor doesn't ask.
            %else
                sgdt [asked]
                mov eax, [asked + 2]
                cmp eax, offset gdt
                jne lied
                smsw eax
                and eax, 0x80000001
                mov ebx, cr0
                and ebx, 0x80000001
                cmp eax, ebx
                jne lied
                mov ax, cs
                test al, 3
                jnz lied
                str ax
                cmp ax, 0x28
                jne lied
                pushfd              # IF is still 0
                pop eax
                test eax, 0x200
                jnz lied
            %endif
                mov esi, offset text_truth
                jmp told
            lied:
                mov esi, offset text_lie
            told:
                call print

                # The timer, every 2,000 instructions.
            %if PARAVIRT
                mov eax, TIMER
                mov ebx, 2000
                int 0x82
                mov eax, UNMASK
                int 0x82
            %else
                mov al, 0x34
                out 0x43, al
                mov ax, 2000
                out 0x40, al
                mov al, ah
                out 0x40, al
                sti
            %endif

                # A critical section as kernels write it: flags saved, interrupts off, flags back.
            %if PARAVIRT
                mov eax, MASK
                int 0x82
                inc dword [critical]
                mov eax, UNMASK
                int 0x82
            %else
                pushfd
                cli
                inc dword [critical]
                popfd
            %endif

                # Work of the kernel: a sum.
                mov ecx, 3000
                xor eax, eax
            sum:
                add eax, ecx
                dec ecx
                jnz sum
                mov [kernel_sum], eax

                # Three ticks.
            wait:
                cmp dword [ticks], 3
                jae enough
            %if PARAVIRT
                mov eax, BLOCK
                int 0x82
            %else
                hlt
            %endif
                jmp wait
            enough:
                mov esi, offset text_ticks
                call print

                # To ring 3.
                push 0x23
                push 0x42000
                push 0x202
                push 0x1b
                push offset program
            %if PARAVIRT
                push 0
                mov eax, RETURN
                int 0x82
            %else
                iretd
            %endif

            # EBX vector, EAX handler, ECX type in the upper byte's place.
            set_gate:
                mov edi, ebx
                shl edi, 3
                add edi, offset idt
                mov [edi], ax
                mov word [edi + 2], 0x08
                mov [edi + 4], cx
                shr eax, 16
                mov [edi + 6], ax
                ret

            print:                  # the text at ESI
                mov al, [esi]
                test al, al
                jz printed
                call putc
                inc esi
                jmp print
            printed:
                ret

            putc:                   # the character in AL
            %if PARAVIRT
                push ebx
                movzx ebx, al
                mov eax, CONSOLE
                int 0x82
                pop ebx
            %else
                push edx
                mov ah, al
                mov dx, 0x3fd
            busy:
                in al, dx
                test al, 0x20
                jz busy
                mov al, ah
                mov dx, 0x3f8
                out dx, al
                pop edx
            %endif
                ret

            on_timer:
                push eax
                inc dword [ticks]
            %if PARAVIRT
                mov eax, ACK
                int 0x82
                mov eax, RETURN
                int 0x82
            %else
                mov al, 0x20
                out 0x20, al
                pop eax
                iretd
            %endif

            # EAX 1: write the character in BL. EAX 2: EAX = sum of the kernel. EAX 0: the end.
            on_call:
                cmp eax, 1
                je call_write
                cmp eax, 2
                je call_sum
                jmp off
            call_write:
                mov al, bl
                call putc
                jmp call_done
            call_sum:
                mov eax, [kernel_sum]
            call_done:
            %if PARAVIRT
                push eax
                mov eax, RETURN
                int 0x82
            %else
                iretd
            %endif

            on_protection:
                mov esi, offset text_protection
                call print
                jmp off
            on_page_fault:
                mov esi, offset text_fault
                call print
            off:
            %if PARAVIRT
                mov eax, SHUTDOWN
                int 0x82
            %else
                mov dx, 0x604
                mov ax, 0x2000
                out dx, ax
            %endif
                hlt

            text_hello:      db "hello from ring 0", 10, 0
            text_truth:      db "the machine is what it seems", 10, 0
            text_lie:        db "this machine lies", 10, 0
            text_ticks:      db "three ticks", 10, 0
            text_protection: db "general protection", 10, 0
            text_fault:      db "page fault", 10, 0

                org 0x13000                 # data on pages of its own
            gdt:
                dq 0
                dq 0x00cf9a000000ffff       # 0x08 code of ring 0
                dq 0x00cf92000000ffff       # 0x10 data of ring 0
                dq 0x00cffa000000ffff       # 0x18 code of ring 3
                dq 0x00cff2000000ffff       # 0x20 data of ring 3
                dq 0x0000890000000067       # 0x28 task state
            gdtr:
                dw 47
                dd gdt
            idtr:
                dw 2047
                dd idt
                align 4
            asked:      dd 0, 0
            ticks:      dd 0
            critical:   dd 0
            kernel_sum: dd 0
                align 16
            tss:        times 104 db 0
                align 8
            idt:        times 2048 db 0

                org 0x14000
            directory:  times 4096 db 0
            table:      times 4096 db 0
                times 4096 db 0
            kernel_stack:

            # ---- the program, ring 3 ---------------------------------------------------------------------
                org 0x40000
            program:
                mov eax, 0x23
                mov ds, ax
                mov es, ax
                mov esi, offset text_program
            letters:
                movzx ebx, byte [esi]
                test ebx, ebx
                jz counted
                mov eax, 1
                int 0x80
                inc esi
                jmp letters
            counted:
                mov ecx, 2000
                xor edx, edx
            round:
                add edx, ecx
                imul edx, edx, 3
                dec ecx
                jnz round
                mov eax, 2
                int 0x80
                cmp eax, 4501500            # 1 + … + 3000
                jne bad
                mov ebx, '!'
                jmp last
            bad:
                mov ebx, '?'
            last:
                mov eax, 1
                int 0x80
                mov ebx, 10
                mov eax, 1
                int 0x80
                xor eax, eax
                int 0x80
                jmp last
            text_program: db "hello from ring 3", 0
            """;

    private SampleKernel() {}
}
