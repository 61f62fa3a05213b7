package org.ringlab.cpu.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Flat;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.device.IntervalTimer;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.system.Cr4;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Features;
import org.ringlab.cpu.system.Msr;
import org.ringlab.cpu.trap.Exit;

/** Guests of monitors outside the machine, and of code in it (SDM ch. 24 to 31, APM vol. 2 ch. 15). */
class GuestTest {
    private static final int EPT = 0x5_0000;

    private static Vmcs vmcs(Flat flat, long processor, long secondary) {
        Vmcs vmcs = new Vmcs();
        flat.cpu.assistance().capture(vmcs);
        vmcs.set(VmcsField.PROCESSOR_CONTROLS, VmxControl.ACTIVATE_SECONDARY | processor);
        vmcs.set(VmcsField.SECONDARY_CONTROLS, secondary);
        return vmcs;
    }

    private static Exit exit(Flat flat, Vmcs vmcs) {
        assertEquals(Optional.empty(), flat.cpu.assistance().enter(vmcs));
        return assertInstanceOf(Stop.GuestExit.class, flat.run()).exit();
    }

    @Test
    void aMonitorOutsideSeesTheExitAndGoesOnBehindIt() {
        Flat flat = Flat.longMode().code("""
                mov eax, 7
                cpuid
                hlt
            """);
        Vmcs vmcs = vmcs(flat, VmxControl.HLT_EXITING, 0);
        Exit exit = exit(flat, vmcs);
        assertEquals("exit 10 CPUID", exit.text());
        assertEquals(10, vmcs.get(VmcsField.EXIT_REASON));
        assertEquals(2, vmcs.get(VmcsField.EXIT_LENGTH));
        assertEquals(Flat.CODE + 5, vmcs.get(VmcsField.RIP));
        assertEquals(7, flat.s.r[0]);
        assertFalse(flat.cpu.assistance().inGuest());
        vmcs.set(VmcsField.RIP, vmcs.get(VmcsField.RIP) + exit.length());
        assertEquals("exit 12 HLT", exit(flat, vmcs).text());
    }

    /** SDM 27.6: delivered through the guest's own IDT before its first instruction. */
    @Test
    void anInterruptIsInjected() {
        Flat flat = Flat.longMode().code("""
                hlt
            handler:
                mov rbx, [rsp]
                vmcall
            """);
        flat.gate(0x30, Descriptor.INTERRUPT_GATE, 0, "handler");
        Vmcs vmcs = vmcs(flat, 0, 0);
        vmcs.set(VmcsField.ENTRY_INTERRUPTION, 0x8000_0030L);
        assertEquals("exit 18 VMCALL", exit(flat, vmcs).text());
        assertEquals(Flat.CODE, flat.s.r[3]);
        assertEquals(0x30, vmcs.get(VmcsField.ENTRY_INTERRUPTION)); // valid no more
    }

    /** The first 2 MiB are there, the next ones not; what the guest writes lands behind EPT. */
    @Test
    void extendedPageTablesStandBetweenGuestAndMemory() {
        Flat flat = Flat.longMode().code("""
                mov dword ptr [0x20000], 5
                mov eax, [0x200010]
                hlt
            """);
        flat.machine.memory().writeLong(EPT, EPT + 0x1007);
        flat.machine.memory().writeLong(EPT + 0x1000, EPT + 0x2007);
        flat.machine.memory().writeLong(EPT + 0x2000, 0xB7); // write-back
        Vmcs vmcs = vmcs(flat, VmxControl.HLT_EXITING, VmxControl.ENABLE_EPT | VmxControl.ENABLE_VPID);
        vmcs.set(VmcsField.EPT_POINTER, EPT | 0x1E);
        vmcs.set(VmcsField.VPID, 3);
        Exit exit = exit(flat, vmcs);
        assertEquals("exit 48 EPT violation", exit.text());
        assertEquals(0x20_0010, vmcs.get(VmcsField.GUEST_PHYSICAL_ADDRESS));
        assertEquals(0x20_0010, vmcs.get(VmcsField.GUEST_LINEAR_ADDRESS));
        assertEquals(0x181, vmcs.get(VmcsField.EXIT_QUALIFICATION)); // a read, address valid, final access
        assertEquals(5, flat.word(0x2_0000, 4));
        flat.machine.memory().writeLong(EPT + 0x2008, 0x20_00B7);
        assertEquals("exit 12 HLT", exit(flat, vmcs).text());
    }

    /** The stack for an exception isn't mapped: the exit tells what was being delivered (SDM 28.2.4). */
    @Test
    void anExitDuringDeliveryNamesTheEvent() {
        Flat flat = Flat.longMode().code("""
                mov rsp, 0x300000
                ud2
            handler:
                hlt
            """);
        flat.gate(6, Descriptor.INTERRUPT_GATE, 0, "handler");
        flat.machine.memory().writeLong(EPT, EPT + 0x1007);
        flat.machine.memory().writeLong(EPT + 0x1000, EPT + 0x2007);
        flat.machine.memory().writeLong(EPT + 0x2000, 0xB7);
        Vmcs vmcs = vmcs(flat, 0, VmxControl.ENABLE_EPT);
        vmcs.set(VmcsField.EPT_POINTER, EPT | 0x1E);
        assertEquals("exit 48 EPT violation", exit(flat, vmcs).text());
        assertEquals(0x8000_0306L, vmcs.get(VmcsField.IDT_VECTORING));
        assertEquals(Flat.CODE + 7, vmcs.get(VmcsField.RIP));
    }

    @Test
    void exceptionsLeaveByTheBitmapAndTripleFaultsAlways() {
        Flat flat = Flat.longMode().code("ud2");
        Vmcs vmcs = vmcs(flat, 0, 0);
        vmcs.set(VmcsField.EXCEPTION_BITMAP, 1 << 6);
        Exit exit = exit(flat, vmcs);
        assertEquals(6, exit.vector().orElseThrow());
        vmcs.set(VmcsField.EXCEPTION_BITMAP, 0);
        assertEquals("exit 2 triple fault", exit(flat, vmcs).text());
    }

    @Test
    void anImpossibleGuestIsRefused() {
        Flat flat = Flat.longMode().code("hlt");
        Vmcs vmcs = vmcs(flat, 0, 0);
        vmcs.set(VmcsField.RFLAGS, 0); // bit 1 must be one
        assertEquals(33, flat.cpu.assistance().enter(vmcs).orElseThrow().reason());
        assertEquals(0x8000_0021L, vmcs.get(VmcsField.EXIT_REASON));
    }

    /** A monitor in the machine: VMXON, VMPTRLD, VMWRITE by VMWRITE, VMLAUNCH, an exit at HOST_RIP, VMRESUME. */
    @Test
    void codeInTheMachineCanBeTheMonitor() {
        StringBuilder text = new StringBuilder("""
                mov rax, cr4
                or rax, 0x2000
                mov cr4, rax
                mov qword ptr [0x20000], 0x21000
                mov qword ptr [0x20008], 0x22000
                vmxon [0x20000]
                jbe failed
                vmclear [0x20008]
                vmptrld [0x20008]
                jbe failed
            """);
        Flat flat = Flat.longMode();
        Vmcs wanted = new Vmcs();
        flat.cpu.mmu().movCr4(flat.cpu.cr4() | Cr4.VMXE);
        flat.cpu.assistance().capture(wanted);
        wanted.set(VmcsField.PROCESSOR_CONTROLS, VmxControl.HLT_EXITING);
        wanted.set(VmcsField.EXIT_CONTROLS, VmxControl.HOST_ADDRESS_SPACE_SIZE);
        wanted.set(VmcsField.HOST_CR0, flat.cpu.cr0());
        wanted.set(VmcsField.HOST_CR3, Flat.TABLES);
        wanted.set(VmcsField.HOST_CR4, flat.cpu.cr4());
        wanted.set(VmcsField.HOST_CS_SELECTOR, 0x08);
        wanted.set(VmcsField.HOST_SS_SELECTOR, 0x10);
        wanted.set(VmcsField.HOST_DS_SELECTOR, 0x10);
        wanted.set(VmcsField.HOST_TR_SELECTOR, 0x28);
        wanted.set(VmcsField.HOST_TR_BASE, Flat.TASK);
        wanted.set(VmcsField.HOST_GDTR_BASE, Flat.GDT);
        wanted.set(VmcsField.HOST_IDTR_BASE, Flat.IDT);
        wanted.set(VmcsField.HOST_RSP, 0x8000);
        for (VmcsField field : VmcsField.values()) {
            write(text, field.encoding(), wanted.get(field));
        }
        for (int n = 1; n < 6; n++) { // segment registers behind ES
            for (VmcsField es : new VmcsField[] {VmcsField.ES_LIMIT, VmcsField.ES_RIGHTS, VmcsField.ES_BASE}) {
                write(text, es.encoding() + 2 * n, wanted.get(es.encoding() + 2 * n));
            }
        }
        text.append("""
                mov rcx, 0x6816
                mov rbx, offset exit_here
                mov rcx, 0x6c16
                vmwrite rcx, rbx
                mov rcx, 0x681e
                mov rbx, offset guest
                vmwrite rcx, rbx
                vmlaunch
            failed:
                mov edi, 0xbad
                hlt
            guest:
                mov esi, 1
                hlt
                mov esi, 2
                vmcall
            exit_here:
                mov rcx, 0x4402
                vmread rdx, rcx
                cmp edx, 18
                je done
                mov rcx, 0x681e
                vmread rbx, rcx
                inc rbx
                vmwrite rcx, rbx
                vmresume
                jmp failed
            done:
                vmxoff
                mov edi, 0x600d
                hlt
            """);
        flat.code(text.toString()).toHalt();
        assertEquals(0x600D, flat.s.r[7]);
        assertEquals(2, flat.s.r[6]);
        assertFalse(flat.cpu.inVmxOperation());
    }

    private static void write(StringBuilder text, int encoding, long value) {
        boolean reports = (encoding >>> 10 & 3) == 1;
        if (!reports) {
            text.append("mov rcx, ").append(encoding).append("\nmov rbx, 0x").append(Long.toHexString(value));
            text.append("\nvmwrite rcx, rbx\njbe failed\n");
        }
    }

    /** VMRUN in the machine: the guest's exit comes back behind it, with the code in the control block. */
    @Test
    void vmrunComesBackWithAnExitCode() {
        Flat flat = Flat.longMode(Features.AMD).code("""
                mov eax, 0x30000
                mov ebx, 1
                vmrun
                mov edi, 0x600d
                hlt
            guest:
                mov ebx, 2
                vmmcall
            """);
        flat.cpu.msrs().write(Msr.EFER, flat.cpu.efer() | Efer.SVME);
        Vmcb vmcb = new Vmcb(flat.machine.memory(), 0x3_0000);
        flat.cpu.assistance().capture(vmcb);
        vmcb.set32(Vmcb.ASID, 1);
        vmcb.set32(Vmcb.INTERCEPTS2, 3);
        vmcb.set(Vmcb.RIP, flat.label("guest"));
        vmcb.set(Vmcb.RAX, 5);
        flat.toHalt();
        assertEquals(0x600D, flat.s.r[7]);
        assertEquals(2, flat.s.r[3]);
        assertEquals(0x3_0000, flat.s.r[0]);
        assertEquals(0x81, vmcb.get(Vmcb.EXITCODE));
        assertEquals(5, vmcb.get(Vmcb.RAX));
        assertEquals(flat.label("guest") + 5, vmcb.get(Vmcb.RIP));
        assertTrue(vmcb.get(Vmcb.NRIP) == vmcb.get(Vmcb.RIP) + 3);
    }

    /** APM 15.25: a frame that the nested tables don't map. */
    @Test
    void nestedPagingFaultsLeaveWithTheGuestPhysicalAddress() {
        Flat flat = Flat.longMode(Features.AMD).code("mov eax, [0x40000000]\nhlt");
        flat.cpu.msrs().write(Msr.EFER, flat.cpu.efer() | Efer.SVME);
        flat.machine.memory().writeLong(Flat.TABLES + 0x1008, 0x4000_0087L);
        flat.machine.memory().writeLong(EPT, EPT + 0x1007);
        flat.machine.memory().writeLong(EPT + 0x1000, 0x87);
        Vmcb vmcb = new Vmcb(flat.machine.memory(), 0x3_0000);
        flat.cpu.assistance().capture(vmcb);
        vmcb.set32(Vmcb.ASID, 1);
        vmcb.set32(Vmcb.INTERCEPTS2, 1);
        vmcb.set(Vmcb.NP_ENABLE, 1);
        vmcb.set(Vmcb.N_CR3, EPT);
        assertEquals(Optional.empty(), flat.cpu.assistance().enter(vmcb));
        Exit exit = assertInstanceOf(Stop.GuestExit.class, flat.run()).exit();
        assertEquals("exit 0x400 NPF", exit.text());
        assertEquals(0x4000_0000L, vmcb.get(Vmcb.EXITINFO2));
        assertEquals(1L << 32 | 4, vmcb.get(Vmcb.EXITINFO1));
        assertEquals(0, flat.s.flags.get() & Flag.RF);
    }

    /** SDM table 28-4: bits 2:0 the register, bit 4 read, 11:8 the general register. The ring doesn't count (SDM 26.1.1). */
    @Test
    void movDrLeavesByItsControl() {
        Flat flat = Flat.longMode().code("""
                mov dr3, rcx
                mov rdi, dr7
                hlt
            """);
        Vmcs vmcs = vmcs(flat, VmxControl.HLT_EXITING | VmxControl.MOV_DR_EXITING, 0);
        Exit write = exit(flat, vmcs);
        assertEquals("exit 29 MOV DR", write.text());
        assertEquals(3 | 1 << 8, write.qualification());
        vmcs.set(VmcsField.RIP, vmcs.get(VmcsField.RIP) + write.length());
        assertEquals(7 | 1 << 4 | 7 << 8, exit(flat, vmcs).qualification());
    }

    /** SDM 27.3.2.1, 28.3.1: DR7 is in the structure, DR0 to DR3 and DR6 are the processor's own, and the host goes on without. */
    @Test
    void dr7IsTheGuestsAndTheOthersAreShared() {
        Flat flat = Flat.longMode().code("""
                mov rax, dr7
                mov byte ptr [0x9000], 1
                hlt
            """);
        Vmcs vmcs = vmcs(flat, VmxControl.HLT_EXITING, 0);
        flat.s.dr[0] = 0x9000;
        vmcs.set(VmcsField.DR7, 1 | 1 << 16); // writes of a byte at DR0
        vmcs.set(VmcsField.EXCEPTION_BITMAP, 1 << 1);
        Exit exit = exit(flat, vmcs);
        assertEquals("exit 0 exception or NMI", exit.text());
        assertEquals(1, exit.vector().orElseThrow());
        assertEquals(1, exit.qualification()); // B0, and DR6 doesn't say so yet
        assertEquals(0, flat.s.dr[6] & 0xF);
        assertEquals(0x1_0401, flat.s.r[0]);
        assertEquals(0x1_0401, vmcs.get(VmcsField.DR7));
    }

    /** SDM 27.2.1.3: which page faults leave is the bitmap's bit, turned round where the error code doesn't match under the mask. */
    @ParameterizedTest
    @CsvSource({"1, 0, 0, 14", "1, 1, 1, 8", "1, 1, 0, 14", "0, 1, 1, 14", "0, 1, 0, 8", "0, 0, 0, 8"})
    void pageFaultsLeaveByMaskAndMatch(int bit, int mask, int match, int leaving) {
        Flat flat = Flat.longMode().code("""
                mov eax, [0x7ffffff0000]
            """);
        Vmcs vmcs = vmcs(flat, 0, 0);
        vmcs.set(VmcsField.EXCEPTION_BITMAP, bit << 14 | 1 << 8);
        vmcs.set(VmcsField.PAGE_FAULT_MASK, mask);
        vmcs.set(VmcsField.PAGE_FAULT_MATCH, match);
        // The page is absent: error code 0. Without a handler #PF becomes #DF, which leaves.
        assertEquals(leaving, exit(flat, vmcs).vector().orElseThrow());
    }

    @Test
    void debugctlHasItsPlace() {
        Flat flat = Flat.longMode().code("""
                mov ecx, 0x1d9
                rdmsr
                wrmsr
                or eax, 1
                wrmsr
            """);
        Stop.NotSimulated not = assertInstanceOf(Stop.NotSimulated.class, flat.run());
        assertEquals("branch tracing and single steps from branch to branch (IA32_DEBUGCTL)", not.what());
        assertTrue(Vmcs.exists(0x2802));
    }

    /** APM 15.21.4: V_INTR_VECTOR goes through the guest's own IDT once its flag and V_TPR allow it, and V_IRQ is clear then. */
    @ParameterizedTest
    @CsvSource({
        // what stands in the control block at 60h, CR8 of the guest, whether its handler is reached
        "0x30_0005_0100, 0, true",
        "0x30_0005_0100, 4, true",
        "0x30_0005_0100, 5, false",
        "0x30_0010_0100, 15, true",
        "0x30_0005_0000, 0, false",
        "0x30_0000_0100, 0, false"
    })
    void aVirtualInterruptIsTakenByThePriorityOfItsRequest(String field, int cr8, boolean taken) {
        Flat flat = Flat.longMode(Features.AMD).code("""
                mov ebx, %d
                mov cr8, rbx
                sti
                nop
                nop
                vmmcall
            handler:
                mov edi, 1
                vmmcall
            """.formatted(cr8));
        flat.gate(0x30, Descriptor.INTERRUPT_GATE, 0, "handler");
        Vmcb vmcb = vmcb(flat);
        long virtual = Long.decode(field.replace("_", "")) | Vmcb.V_INTR_MASKING;
        vmcb.set(Vmcb.VIRTUAL_INTERRUPT, virtual);
        assertEquals("exit 0x81 VMMCALL", exit(flat, vmcb).text());
        assertEquals(taken ? 1 : 0, flat.s.r[7]);
        long after = vmcb.get(Vmcb.VIRTUAL_INTERRUPT);
        assertEquals(taken ? virtual & ~Vmcb.V_IRQ | cr8 : virtual | cr8, after); // V_TPR is the guest's CR8
    }

    /** Where VINTR is intercepted the guest is left instead, at the same instruction, and the request stands (APM 15.21.4). */
    @Test
    void anInterceptedVirtualInterruptLeaves() {
        Flat flat = Flat.longMode(Features.AMD).code("""
                nop
                sti
                nop
            after:
                nop
            """);
        Vmcb vmcb = vmcb(flat);
        vmcb.set32(Vmcb.INTERCEPTS1, 1 << 4);
        vmcb.set(Vmcb.VIRTUAL_INTERRUPT, Vmcb.V_IRQ | Vmcb.V_IGN_TPR);
        assertEquals("exit 0x64 VINTR", exit(flat, vmcb).text());
        assertEquals(flat.label("after"), vmcb.get(Vmcb.RIP));
        assertEquals(Vmcb.V_IRQ | Vmcb.V_IGN_TPR, vmcb.get(Vmcb.VIRTUAL_INTERRUPT));
    }

    @Test
    void aVirtualInterruptWakesAHaltedGuest() {
        Flat flat = Flat.longMode(Features.AMD).code("""
                sti
                hlt
            handler:
                vmmcall
            """);
        flat.gate(0x31, Descriptor.INTERRUPT_GATE, 0, "handler");
        Vmcb vmcb = vmcb(flat);
        vmcb.set(Vmcb.VIRTUAL_INTERRUPT, 0x31L << 32 | Vmcb.V_IRQ | Vmcb.V_IGN_TPR);
        assertEquals("exit 0x81 VMMCALL", exit(flat, vmcb).text());
    }

    /**
     * A monitor in the machine and a timer that asks at once (INTR intercepted). With virtual masking its own IF decides, else its
     * guest's (APM 15.21.1); afterwards GIF is 0, and the handler has to wait for STGI (15.17).
     */
    @ParameterizedTest
    @CsvSource({
        // masking, the monitor's IF, its guest's IF, exit code, times that the monitor's handler ran before and after
        // STGI
        "true, true, false, 0x60, 0, 1",
        "true, false, true, 0x81, 0, 0",
        "false, false, true, 0x60, 0, 0",
        "false, true, false, 0x81, 0, 1"
    })
    void realInterruptsFollowTheFlagThatCounts(
            boolean masking, boolean hostFlag, boolean guestFlag, String code, int before, int after) {
        Flat flat = Flat.longMode(Features.AMD).code("""
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
                mov al, 0x30
                out 0x43, al
                mov al, 20
                out 0x40, al
                mov al, 0
                out 0x40, al
                xor edi, edi
                mov eax, 0x30000
                clgi
                %s
                vmrun
                mov esi, edi
                stgi
                nop
                nop
                cli
                hlt
            guest:
                mov ecx, 200
            wait:
                dec ecx
                jnz wait
                vmmcall
            handler:
                inc edi
                mov al, 0x20
                out 0x20, al
                iretq
            """.formatted(hostFlag ? "sti" : "cli"));
        flat.board.plug(new IntervalTimer(flat.board.controller(), 10));
        flat.gate(0x20, Descriptor.INTERRUPT_GATE, 0, "handler");
        flat.cpu.msrs().write(Msr.EFER, flat.cpu.efer() | Efer.SVME);
        Vmcb vmcb = vmcb(flat);
        vmcb.set32(Vmcb.INTERCEPTS1, 1);
        vmcb.set(Vmcb.RIP, flat.label("guest"));
        vmcb.set(Vmcb.RFLAGS, guestFlag ? 0x202 : 2);
        vmcb.set(Vmcb.VIRTUAL_INTERRUPT, masking ? Vmcb.V_INTR_MASKING : 0);
        flat.toHalt();
        assertEquals(Long.decode(code), vmcb.get(Vmcb.EXITCODE));
        assertEquals(before, flat.s.r[6]);
        assertEquals(after, flat.s.r[7]);
    }

    /** APM table 15-7: exit 65h for a change of more than TS and MP. */
    @ParameterizedTest
    @CsvSource({
        "xor rax 8, 0x81",
        "xor rax 0x10000, 0x65",
        "xor rax 0x20, 0x65",
    })
    void selectiveWritesOfCr0(String change, String code) {
        Flat flat = Flat.longMode(Features.AMD).code("""
                mov rax, cr0
                %s
                mov cr0, rax
                clts
                vmmcall
            """.formatted(change.replace("rax ", "rax, ")));
        Vmcb vmcb = vmcb(flat);
        vmcb.set32(Vmcb.INTERCEPTS1, 1 << 5);
        assertEquals((int) Long.decode(code).longValue(), exit(flat, vmcb).reason());
    }

    /** APM 15.5.1, 15.20: what VMRUN refuses. */
    @ParameterizedTest
    @CsvSource({
        "0x568, 0x1_ffff_0ff0",
        "0x560, 0x1_0000_0400",
        "0x4d0, 0x9500",
        "0x0a8, 0x8000_0502",
        "0x0a8, 0x8000_0302",
        "0x0a8, 0x8000_0100",
        "0x410, 0x069b_0008"
    })
    void aBlockThatVmrunRefuses(String offset, String value) {
        Flat flat = Flat.longMode(Features.AMD).code("vmmcall");
        Vmcb vmcb = vmcb(flat);
        vmcb.set(Integer.decode(offset), Long.decode(value.replace("_", "")));
        assertEquals(-1, flat.cpu.assistance().enter(vmcb).orElseThrow().reason());
    }

    /** SDM 27.3.2.4, 28.3.4: the PDPTEs of a guest in PAE mode under EPT come from the VMCS and go back there. */
    @Test
    void pdptesUnderEptAreInTheVmcs() {
        Flat flat = Flat.protectedMode().code("""
                mov eax, [0x40000010]
                mov eax, cr3
                mov cr3, eax
                vmcall
            """);
        flat.machine.memory().writeLong(EPT, EPT + 0x1007);
        flat.machine.memory().writeLong(EPT + 0x1000, 0xB7);
        flat.machine.memory().writeLong(0x2_0000, 0x2_1001);
        flat.machine.memory().writeLong(0x2_1000, 0x87);
        flat.machine.memory().writeInt(0x10, 0x600D);
        Vmcs vmcs = vmcs(flat, 0, VmxControl.ENABLE_EPT);
        vmcs.set(VmcsField.EPT_POINTER, EPT | 0x1E);
        vmcs.set(VmcsField.CR0, 0x8000_0011L);
        vmcs.set(VmcsField.CR3, 0x2_0000);
        vmcs.set(VmcsField.CR4, Cr4.PAE);
        vmcs.set(VmcsField.PDPTE_0, 0x2_1001);
        vmcs.set(VmcsField.PDPTE_1, 0x2_1001); // memory has none
        assertEquals("exit 18 VMCALL", exit(flat, vmcs).text());
        assertEquals(0x2_1001, vmcs.get(VmcsField.PDPTE_0));
        assertEquals(0, vmcs.get(VmcsField.PDPTE_1)); // MOV to CR3 loaded it
        vmcs.set(VmcsField.PDPTE_1, 3);
        assertEquals(33, flat.cpu.assistance().enter(vmcs).orElseThrow().reason());
    }

    private static Vmcb vmcb(Flat flat) {
        flat.cpu.msrs().write(Msr.EFER, flat.cpu.efer() | Efer.SVME);
        Vmcb vmcb = new Vmcb(flat.machine.memory(), 0x3_0000);
        flat.cpu.assistance().capture(vmcb);
        vmcb.set32(Vmcb.ASID, 1);
        vmcb.set32(Vmcb.INTERCEPTS2, 3);
        return vmcb;
    }

    private static Exit exit(Flat flat, Vmcb vmcb) {
        assertEquals(Optional.empty(), flat.cpu.assistance().enter(vmcb));
        return assertInstanceOf(Stop.GuestExit.class, flat.run()).exit();
    }
}
