package org.ringlab.hypervisor;

import java.util.Objects;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;

/** Pieces of guests that use paging. */
final class PagedGuest {
    private static final String OFF = """
                mov dx, 0x604
                mov ax, 0x2000
                out dx, ax
                hlt
            """;

    /** Runs a guest that ends behind the last line. */
    static Outcome run(Method method, String source) {
        GuestBuild.Built built = GuestBuild.build("x", source + OFF, false);
        GuestImage image =
                Objects.requireNonNull(built.image(), () -> built.diagnostics().toString());
        return Hypervisor.run(method, image, Settings.DEFAULT.withBudget(100_000));
    }

    /** 0 to 4 MiB to itself by 4 KiB pages, a gate for #PF. */
    static final String PAGED = """
            start:
                mov esp, 0x8000
                mov dword [0x20000], 0x21007
                mov edi, 0x21000
                mov eax, 7
            table:
                mov [edi], eax
                add edi, 4
                add eax, 0x1000
                cmp edi, 0x22000
                jne table
                lgdt [gdtr]
                mov eax, offset fault
                mov [idt + 14 * 8], ax
                mov word [idt + 14 * 8 + 2], 8
                mov dword [idt + 14 * 8 + 4], 0x18e00   # the handler lies at 0x1xxxx
                lidt [idtr]
            """;

    /** Paging on. */
    static final String ON = """
                mov eax, 0x20000
                mov cr3, eax
                mov eax, cr0
                or eax, 0x80010000      # PG, WP
                mov cr0, eax
            """;

    /** Segments and gates; no code behind them but {@code over}. */
    static final String TABLES = """
                align 8
            gdt:  dq 0, 0x00cf9b000000ffff, 0x00cf93000000ffff
            gdtr: dw 23
                  dd gdt
            idtr: dw 127
                  dd idt
                align 8
            idt:  dd 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
            """;

    private PagedGuest() {}
}
