package org.ringlab.mmu.tlb;

import static org.ringlab.mmu.paging.ControlRegisters.CR4_PCIDE;
import static org.ringlab.mmu.paging.ControlRegisters.CR4_PGE;
import static org.ringlab.mmu.paging.ControlRegisters.CR4_PKE;
import static org.ringlab.mmu.paging.ControlRegisters.CR4_PKS;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.Access.Type;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.Fault.GeneralProtection;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Permissions;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.paging.WalkCache;
import org.ringlab.mmu.paging.Walker;

/**
 * The memory management unit of one processor: its control registers, its TLB, and the walk for what the TLB doesn't know
 * (SDM 4.10; APM 5.5).
 *
 * <p>Entries are stale as on hardware: nothing but the instructions here, a fault on the page, or a lack of room removes them.
 */
public final class Mmu {
    private static final GeneralProtection REFUSED = new GeneralProtection(GeneralProtection.Stage.LOAD);

    private final PhysicalMemory memory;
    private final CpuModel cpu;
    private final Walker walker;
    private final Tlb tlb;
    private final boolean withTlb;
    private final boolean keepsContexts;
    private final @Nullable WalkCache walkCache;
    private final @Nullable WalkCache secondCache; // of the guest-physical addresses of one second dimension
    private final int[] permitted = new int[Access.CODES];
    private Access lastAccess = Access.USER_READ;
    private int lastPermitted;

    private ControlRegisters control = ControlRegisters.of(PagingMode.NONE, 0);
    private @Nullable Stage below;
    private @Nullable Stage lastSecond;
    private Stage stage;
    private int space;
    private int pcid;
    private boolean keys;
    private boolean remembers;
    private int unusedBits;
    private long cr2;
    private int changes;
    private long walkReferences;

    /** A memory unit with paging off and an empty TLB. */
    public Mmu(PhysicalMemory memory, CpuModel cpu, TlbShape shape) {
        this.memory = memory;
        this.cpu = cpu;
        walker = new Walker(memory, cpu);
        tlb = new Tlb(shape);
        withTlb = !shape.equals(TlbShape.NONE);
        keepsContexts = shape.keepsContexts();
        walkCache = shape.walkCacheEntries() == 0 ? null : new WalkCache(shape.walkCacheEntries());
        secondCache = shape.walkCacheEntries() == 0 ? null : new WalkCache(shape.walkCacheEntries());
        walker.useBelow(secondCache, 0);
        Stage first = walker.load(control, null);
        if (first == null) {
            throw new IllegalStateException("registers without paging can't be refused");
        }
        stage = first;
        adopt(control, first);
    }

    // ---- accesses -----------------------------------------------------------------------------------------------

    /**
     * Translates one access.
     *
     * @return the physical address, or -1: then {@link #fault()} says why
     */
    public long translate(long address, Access access) {
        if (remembers && canonical(address)) {
            long payload = tlb.find(address & -1L >>> unusedBits, access.type() == Type.FETCH, pcid, space);
            if (payload != -1 && usable(payload, access)) {
                return TlbEntry.physical(payload, address);
            }
        }
        long physical = walker.translate(stage, address, access);
        remember(physical >= 0, address, access);
        return physical;
    }

    /** The same with what led to it; it changes TLB and tables as the access would. */
    public Explained explain(long address, Access access) {
        if (remembers && canonical(address)) {
            long linear = address & -1L >>> unusedBits;
            long payload = tlb.find(linear, access.type() == Type.FETCH, pcid, space);
            if (payload != -1) {
                TlbEntry entry = TlbEntry.of(
                        "TLB",
                        0,
                        0,
                        address & -1L << TlbEntry.shift(payload),
                        TlbEntry.shift(payload),
                        pcid,
                        space,
                        payload);
                if (usable(payload, access)) {
                    long physical = TlbEntry.physical(payload, address);
                    return new Explained(
                            address,
                            access,
                            Optional.of(entry),
                            true,
                            Optional.empty(),
                            new Outcome.Translated(physical, physical, 1L << entry.shift()));
                }
                return walked(address, access, Optional.of(entry));
            }
        }
        return walked(address, access, Optional.empty());
    }

    private Explained walked(long address, Access access, Optional<TlbEntry> refused) {
        Walk walk = walker.explain(stage, address, access);
        remember(walk.outcome() instanceof Outcome.Translated, address, access);
        return new Explained(address, access, refused, false, Optional.of(walk), walk.outcome());
    }

    /** Rights as they were when the entry was made, judged by the registers as they are now. */
    private boolean usable(long payload, Access access) {
        if (access != lastAccess) {
            lastAccess = access;
            lastPermitted = permitted[access.code()];
        }
        return (lastPermitted >>> TlbEntry.rights(payload) & 1) != 0
                && (access.type() != Type.WRITE || TlbEntry.isDirty(payload))
                && !(keys && Permissions.keyForbids(TlbEntry.rights(payload), TlbEntry.key(payload), access, control));
    }

    /** A translation is kept; a fault removes what is known of the page (SDM 4.10.4.1). Absent pages are never kept. */
    private void remember(boolean translated, long address, Access access) {
        long linear = address & -1L >>> unusedBits;
        walkReferences += walker.references();
        if (!translated) {
            if (walker.fault() instanceof Fault.PageFault fault) {
                cr2 = fault.cr2();
                tlb.drop(linear, pcid, space, true);
            }
            return;
        }
        if (remembers) {
            boolean global = walker.global() && control.cr4Has(CR4_PGE);
            long payload = TlbEntry.pack(
                    walker.physical(), walker.pageShift(), walker.rights(), walker.dirty(), global, walker.key());
            tlb.fill(linear, access.type() == Type.FETCH, pcid, space, payload);
        }
    }

    private boolean canonical(long address) {
        return unusedBits == 32 ? address >>> 32 == 0 : address << unusedBits >> unusedBits == address;
    }

    /** Why the last translation failed. */
    public Fault fault() {
        return walker.fault();
    }

    /** CR2: the address of the last page fault. */
    public long cr2() {
        return cr2;
    }

    // ---- control registers --------------------------------------------------------------------------------------

    /** The registers as they are. */
    public ControlRegisters control() {
        return control;
    }

    /** The tables in use. */
    public Stage stage() {
        return stage;
    }

    /** Sets all registers at once, as a reset or a virtual-machine entry does, and empties the TLB. */
    public Optional<Fault> load(ControlRegisters registers) {
        Optional<Fault> fault = switchTo(registers, true);
        if (fault.isEmpty()) {
            tlb.dropAll(-1, -1, true);
            forgetTables(-1);
        }
        return fault;
    }

    /** MOV to CR0. WP acts at once. */
    public Optional<Fault> movCr0(long value) {
        return perform(RegisterLoad.cr0(control, value));
    }

    /** MOV to CR3. */
    public Optional<Fault> movCr3(long value) {
        return perform(RegisterLoad.cr3(control, value, cpu, keepsContexts));
    }

    /** MOV to CR4. */
    public Optional<Fault> movCr4(long value) {
        return perform(RegisterLoad.cr4(control, value));
    }

    /** WRMSR to EFER, whose bits were checked. */
    public void wrmsrEfer(long value) {
        perform(RegisterLoad.efer(control, value));
    }

    /** WRPKRU. */
    public void wrpkru(int pkru) {
        perform(RegisterLoad.pkru(control, pkru));
    }

    private Optional<Fault> perform(@Nullable RegisterLoad load) {
        if (load == null) {
            return Optional.of(REFUSED);
        }
        Optional<Fault> fault = switchTo(load.registers(), load.pdptes());
        if (fault.isPresent()) {
            return fault;
        }
        switch (load.flush()) {
            case NOTHING -> {}
            case CONTEXT -> {
                int dropped = keepsContexts ? pcid : -1;
                tlb.dropAll(dropped, space, false);
                forgetTables(dropped);
            }
            case EVERYTHING -> {
                tlb.dropAll(-1, space, true);
                forgetTables(-1);
            }
        }
        return Optional.empty();
    }

    private Optional<Fault> switchTo(ControlRegisters registers, boolean loadsPdptes) {
        Stage loaded = walker.load(registers, below, loadsPdptes || !stage.hasRegisters() ? null : stage.registers());
        if (loaded == null) {
            return Optional.of(walker.fault());
        }
        adopt(registers, loaded);
        return Optional.empty();
    }

    private void adopt(ControlRegisters registers, Stage loaded) {
        changes++;
        control = registers;
        stage = loaded;
        pcid = registers.pcid();
        keys = registers.cr4Has(CR4_PKE | CR4_PKS);
        unusedBits = Long.SIZE - loaded.mode().addressBits();
        remembers = withTlb && (loaded.mode() != PagingMode.NONE || below != null);
        walker.use(walkCache, space << 12 | pcid);
        Arrays.fill(permitted, 0);
        for (Type type : Type.values()) {
            for (int variant = 0; variant < 8; variant++) {
                Access access = new Access(type, (variant & 1) == 0 ? 0 : 3, (variant & 2) != 0, (variant & 4) != 0);
                permitted[access.code()] = Permissions.table(access, registers);
            }
        }
        lastPermitted = permitted[lastAccess.code()];
    }

    // ---- flushing -----------------------------------------------------------------------------------------------

    /** INVLPG: drops the page of any size that the address lies in, global or not; nothing for a non-canonical address. */
    public void invlpg(long address) {
        if (canonical(address)) {
            tlb.drop(address & -1L >>> unusedBits, pcid, space, true);
            forgetTables(pcid);
        }
    }

    /**
     * INVPCID (SDM vol. 2): 0 one address of a PCID, 1 a PCID, 2 everything, 3 everything but global entries.
     *
     * @param type above 3 is #GP(0), as is a PCID with CR4.PCIDE = 0, and with type 0 a non-canonical address
     */
    public Optional<Fault> invpcid(long type, long descriptorPcid, long address) {
        boolean named = type == 0 || type == 1;
        if (type < 0
                || type > 3
                || descriptorPcid >>> 12 != 0
                || named && descriptorPcid != 0 && !control.cr4Has(CR4_PCIDE)
                || type == 0 && !canonical(address)) {
            return Optional.of(REFUSED);
        }
        int of = named ? (int) descriptorPcid : -1;
        if (type == 0) {
            tlb.drop(address & -1L >>> unusedBits, of, space, false);
        } else {
            tlb.dropAll(of, space, type == 2);
        }
        forgetTables(of);
        return Optional.empty();
    }

    private void forgetTables(int ofPcid) {
        changes++;
        if (walkCache == null) {
            return;
        }
        if (ofPcid < 0) {
            walkCache.clear();
        } else {
            walkCache.clear(space << 12 | ofPcid);
        }
    }

    // ---- guests -------------------------------------------------------------------------------------------------

    /**
     * Goes over to a guest, or back to the host, with its registers.
     *
     * @param second its second dimension; null for the host
     * @param registers what its virtual processor holds
     * @param tag VPID or ASID, 1 to 65,535; 0 for the host, or without tags: then entering and leaving empties the TLB
     */
    public Optional<Fault> enter(@Nullable Stage second, ControlRegisters registers, int tag) {
        return enter(second, registers, tag, null);
    }

    /**
     * The same for a guest whose PDPTEs a VMCS holds (SDM 27.3.2.4).
     *
     * @param pdptes null where they are in memory
     */
    public Optional<Fault> enter(
            @Nullable Stage second, ControlRegisters registers, int tag, long @Nullable [] pdptes) {
        if (second != null && !second.equals(lastSecond)) {
            lastSecond = second; // what is known is of another guest's memory
            forgetGuestPhysical();
        }
        Stage loaded = walker.load(registers, second, pdptes);
        if (loaded == null) {
            return Optional.of(walker.fault());
        }
        boolean untagged = second != null && tag == 0 || below != null && space == 0;
        below = second;
        space = tag;
        if (untagged) {
            tlb.dropAll(-1, 0, true);
            forgetTables(-1);
        }
        adopt(registers, loaded);
        return Optional.empty();
    }

    /** INVVPID, INVLPGA or TLB_CONTROL: drops what carries a tag, or with -1 what carries any. */
    public void dropSpace(int tag) {
        changes++;
        tlb.dropAll(-1, tag, true);
        forgetTables(-1);
        forgetGuestPhysical();
    }

    /** INVEPT for all contexts: what guest-physical addresses led to, and with it every guest's translations (SDM 30.4.3.1). */
    public void invept() {
        for (TlbEntry entry : tlb.entries()) {
            if (entry.space() != 0) {
                tlb.dropAll(-1, entry.space(), true);
            }
        }
        forgetTables(-1);
        forgetGuestPhysical();
    }

    private void forgetGuestPhysical() {
        if (secondCache != null) {
            secondCache.clear();
        }
    }

    /** A number that grows whenever translations may have been dropped or judged anew: who keeps copies drops them then. */
    public int changes() {
        return changes;
    }

    /** How often walks referred to memory since this was last asked. */
    public long takeWalkReferences() {
        long taken = walkReferences;
        walkReferences = 0;
        return taken;
    }

    // ---- looking ------------------------------------------------------------------------------------------------

    /** What the TLB holds. */
    public List<TlbEntry> tlbEntries() {
        return tlb.entries();
    }

    /** The TLB with its counters. */
    public Tlb tlb() {
        return tlb;
    }

    /** The memory behind it. */
    public PhysicalMemory memory() {
        return memory;
    }

    /** What the processor can do. */
    public CpuModel cpu() {
        return cpu;
    }
}
