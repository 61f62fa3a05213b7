package org.ringlab.cpu.guest;

import org.ringlab.cpu.core.SegmentRegister;
import org.ringlab.mmu.memory.PhysicalMemory;

/** A virtual machine control block: 4 KiB of memory with a fixed layout (APM vol. 2 appendix B). */
public final class Vmcb {
    /** Intercepts of reads of CR0 to CR15; of writes in the upper 16 bits. */
    public static final int CR_INTERCEPTS = 0x000;
    /** The same for debug registers. */
    public static final int DR_INTERCEPTS = 0x004;
    /** Intercepts of exceptions 0 to 31. */
    public static final int EXCEPTION_INTERCEPTS = 0x008;
    /** Intercepts whose exit codes are 0x60 and the bit's number. */
    public static final int INTERCEPTS1 = 0x00C;
    /** Intercepts whose exit codes are 0x80 and the bit's number. */
    public static final int INTERCEPTS2 = 0x010;
    /** Physical address of the port map. */
    public static final int IOPM_BASE = 0x040;
    /** Physical address of the MSR map. */
    public static final int MSRPM_BASE = 0x048;
    /** Added to the guest's TSC. */
    public static final int TSC_OFFSET = 0x050;
    /** ASID, 32 bits, and TLB control behind it. */
    public static final int ASID = 0x058;
    /** What VMRUN flushes: 0 nothing, 1 everything, 3 this ASID. */
    public static final int TLB_CONTROL = 0x05C;
    /** Virtual interrupts (APM 15.21): {@link #V_TPR} and the others below. */
    public static final int VIRTUAL_INTERRUPT = 0x060;
    /** Of {@link #VIRTUAL_INTERRUPT}: the guest's CR8. */
    public static final long V_TPR = 0xFF;
    /** Of {@link #VIRTUAL_INTERRUPT}: an interrupt is pending. */
    public static final long V_IRQ = 1 << 8;
    /** Of {@link #VIRTUAL_INTERRUPT}: the lowest of 4 bits, the pending interrupt's priority. */
    public static final int V_INTR_PRIO = 16;
    /** Of {@link #VIRTUAL_INTERRUPT}: whatever the priority. */
    public static final long V_IGN_TPR = 1 << 20;
    /** Of {@link #VIRTUAL_INTERRUPT}: IF and CR8 of the guest decide about virtual interrupts alone. */
    public static final long V_INTR_MASKING = 1 << 24;
    /** Of {@link #VIRTUAL_INTERRUPT}: the lowest of 8 bits, the pending interrupt's vector. */
    public static final int V_INTR_VECTOR = 32;
    /** Bit 0: the guest is in an interrupt shadow. */
    public static final int INTERRUPT_SHADOW = 0x068;
    /** Why the guest was left. */
    public static final int EXITCODE = 0x070;
    /** More of it. */
    public static final int EXITINFO1 = 0x078;
    /** More of it. */
    public static final int EXITINFO2 = 0x080;
    /** The event that was being delivered. */
    public static final int EXITINTINFO = 0x088;
    /** Bit 0: nested paging. */
    public static final int NP_ENABLE = 0x090;
    /** The event to inject. */
    public static final int EVENTINJ = 0x0A8;
    /** Root of the nested page tables. */
    public static final int N_CR3 = 0x0B0;
    /** Address of the next instruction after an intercepted one. */
    public static final int NRIP = 0x0C8;

    /** ES; CS, SS, DS, FS, GS, GDTR, LDTR, IDTR and TR follow, 16 bytes each. */
    public static final int ES = 0x400;
    /** GDTR. */
    public static final int GDTR = 0x460;
    /** LDTR. */
    public static final int LDTR = 0x470;
    /** IDTR. */
    public static final int IDTR = 0x480;
    /** TR. */
    public static final int TR = 0x490;
    /** The ring, one byte. */
    public static final int CPL = 0x4CB;
    /** EFER. */
    public static final int EFER = 0x4D0;
    /** CR4. */
    public static final int CR4 = 0x548;
    /** CR3. */
    public static final int CR3 = 0x550;
    /** CR0. */
    public static final int CR0 = 0x558;
    /** DR7. */
    public static final int DR7 = 0x560;
    /** DR6. */
    public static final int DR6 = 0x568;
    /** RFLAGS. */
    public static final int RFLAGS = 0x570;
    /** RIP. */
    public static final int RIP = 0x578;
    /** RSP. */
    public static final int RSP = 0x5D8;
    /** RAX. */
    public static final int RAX = 0x5F8;
    /** STAR; LSTAR, CSTAR, SFMASK follow. */
    public static final int STAR = 0x600;
    /** KernelGSBase. */
    public static final int KERNEL_GS_BASE = 0x620;
    /** SYSENTER_CS; _ESP and _EIP follow. */
    public static final int SYSENTER_CS = 0x628;
    /** CR2. */
    public static final int CR2 = 0x640;
    /** PAT. */
    public static final int PAT = 0x668;

    private final PhysicalMemory memory;
    private final long address;

    /** The block at a physical address, a multiple of 4096. */
    public Vmcb(PhysicalMemory memory, long address) {
        this.memory = memory;
        this.address = address;
    }

    /** Where it lies. */
    public long address() {
        return address;
    }

    /** 64 bits. */
    public long get(int offset) {
        return memory.readLong(address + offset);
    }

    /** Replaces 64 bits. */
    public void set(int offset, long value) {
        memory.writeLong(address + offset, value);
    }

    /** 32 bits. */
    public long get32(int offset) {
        return memory.readInt(address + offset);
    }

    /** Replaces 32 bits. */
    public void set32(int offset, long value) {
        memory.writeInt(address + offset, value);
    }

    /** {@link #V_INTR_MASKING}. */
    public boolean masking() {
        return (get(VIRTUAL_INTERRUPT) & V_INTR_MASKING) != 0;
    }

    /** Whether an interrupt is pending that V_TPR lets through (APM 15.21.4). */
    public boolean virtualInterruptDue() {
        return virtualInterruptDue(get(VIRTUAL_INTERRUPT) & 0xF);
    }

    /** The same while the guest runs, and its CR8 is the threshold. */
    boolean virtualInterruptDue(long threshold) {
        long field = get(VIRTUAL_INTERRUPT);
        boolean urgent = (field & V_IGN_TPR) != 0 || (field >>> V_INTR_PRIO & 0xF) > threshold;
        return (field & V_IRQ) != 0 && urgent;
    }

    int ring() {
        return memory.readByte(address + CPL) & 3;
    }

    void ring(int ring) {
        memory.writeByte(address + CPL, ring);
    }

    /** Selector, attributes (bits 7:0 and 55:52 of a descriptor), limit, base. */
    void segment(int offset, SegmentRegister from) {
        long attributes = from.unusable() ? 0 : from.rights() & 0xFF | (from.rights() & 0xF000) >>> 4;
        set(offset, from.selector() | attributes << 16 | from.limit() << 32);
        set(offset + 8, from.base());
    }

    void loadSegment(int offset, SegmentRegister to) {
        long first = get(offset);
        int attributes = (int) (first >>> 16) & 0xFFF;
        int rights = attributes & 0xFF | (attributes & 0xF00) << 4;
        boolean present = (attributes & 0x80) != 0;
        int usable = present || (first & 0xFFFC) != 0 ? rights : rights | SegmentRegister.UNUSABLE;
        to.load((int) first & 0xFFFF, get(offset + 8), first >>> 32, usable);
    }
}
