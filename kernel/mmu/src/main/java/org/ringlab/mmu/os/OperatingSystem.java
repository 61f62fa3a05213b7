package org.ringlab.mmu.os;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.os.OsEvent.FaultKind;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.TableBuilder;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * A small kernel: processes with page tables of their own in one physical memory, pages that come when touched, copies on
 * write after fork, swap under pressure, and a killer when nothing is left.
 *
 * <p>Faults come from the {@link Mmu}: the kernel only fills tables and flushes what it changed.
 */
public final class OperatingSystem {
    private static final int PAGE = PhysicalMemory.FRAME_BYTES;

    private final OsShape shape;
    private final Mmu mmu;
    private final Frames frames;
    private final Swap swap;
    private final Map<Integer, Process> processes = new TreeMap<>();
    private final Commitment commitment;
    private final PageFaults faults;
    private final List<OsEvent> events = new ArrayList<>();
    private int nextPid = 1;
    private int current;
    private long tick;

    /** A machine that just booted; the shape must be without {@link OsShape#problems}. */
    public OperatingSystem(OsShape shape) {
        List<String> problems = shape.problems();
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        this.shape = shape;
        mmu = new Mmu(new PhysicalMemory(32), CpuModel.STANDARD, TlbShape.DESKTOP);
        frames = new Frames(shape.frames());
        swap = new Swap(shape.swapSlots());
        commitment = new Commitment(shape, processes.values());
        faults = new PageFaults(this, frames, swap);
    }

    // ---- processes ----------------------------------------------------------------------------------------------

    /** Starts a process with an empty address space; empty where no frame is left for its highest table. */
    public Optional<Process> start(String name) {
        return create(name, 0);
    }

    private Optional<Process> create(String name, int parent) {
        long root = takeFrame();
        if (root < 0) {
            return Optional.empty();
        }
        Process process = new Process(nextPid++, name, parent, root);
        process.tableFrames.add(root);
        processes.put(process.pid, process);
        events.add(new OsEvent.Started(tick, process.pid, parent));
        return Optional.of(process);
    }

    /**
     * Asks for a region, as mmap does; no page of it exists until it is touched.
     *
     * @return what is wrong: misaligned, overlapping, beyond the address space, or ENOMEM by the overcommit mode
     */
    public Optional<String> map(Process process, Region region) {
        if ((region.start() | region.end()) % PAGE != 0 || region.end() <= region.start()) {
            return Optional.of("region: " + hex(region.start()) + " to " + hex(region.end())
                    + " (allowed: multiples of 0x1000, the end behind the start)");
        }
        long top = userTop();
        if (region.start() < 0x1000 || region.end() > top || region.end() < 0) {
            return Optional.of("region: " + hex(region.start()) + " to " + hex(region.end()) + " (allowed: 0x1000 to "
                    + hex(top) + ")");
        }
        Optional<Region> other = process.regions.stream()
                .filter(r -> r.overlaps(region.start(), region.end()))
                .findFirst();
        if (other.isPresent()) {
            return Optional.of("region: overlaps " + other.get());
        }
        long pages = region.bytes() / PAGE;
        if (region.writable() && !commitment.allows(pages)) {
            return Optional.of(commitment.refusal(pages));
        }
        process.regions.add(region);
        process.regions.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        return Optional.empty();
    }

    /** Writable pages asked for by all processes: Committed_AS, in pages. */
    public long committedPages() {
        return commitment.pages();
    }

    /** First address that isn't a process's: 3 GiB with 32 bits, as Linux splits them; else the lower half. */
    public long userTop() {
        return shape.mode().addressBits() == 32
                ? 0xC000_0000L
                : 1L << shape.mode().addressBits() - 1;
    }

    /** Copies a process: the regions are the same, the frames are shared and both lose the right to write. */
    public Optional<Process> fork(Process parent) {
        if (!commitment.allows(Commitment.pages(parent.regions))) {
            return Optional.empty();
        }
        Optional<Process> made = create(parent.name, parent.pid);
        made.ifPresent(child -> {
            child.priority = parent.priority;
            child.regions.addAll(parent.regions);
            TableBuilder from = tables(parent);
            TableBuilder to = tables(child);
            for (Region region : parent.regions) {
                for (long page = region.start(); page < region.end(); page += PAGE) {
                    long at = from.lastEntry(page);
                    long entry = at < 0 ? 0 : from.read(at);
                    if ((entry & EntryBits.PRESENT) == 0) {
                        shareSlot(parent, child, page);
                        continue;
                    }
                    long kept = region.shared() ? entry : entry & ~EntryBits.WRITABLE;
                    long flags = kept & (EntryBits.WRITABLE | EntryBits.USER | EntryBits.NO_EXECUTE);
                    long frame = TableBuilder.address(entry);
                    frames.pin(frame);
                    Optional<String> problem = to.map(page, frame, PAGE, flags);
                    frames.unpin(frame);
                    if (problem.isPresent() || parent.state == Process.State.ENDED) {
                        exit(child, "killed: no frame for its tables");
                        return;
                    }
                    from.write(at, kept);
                    frames.share(frame, child.pid, page);
                    child.resident++;
                }
            }
            flush(parent);
        });
        return made.filter(child -> child.state != Process.State.ENDED);
    }

    private void shareSlot(Process parent, Process child, long page) {
        Integer slot = parent.swapped.get(page / PAGE);
        if (slot != null) {
            child.swapped.put(page / PAGE, slot);
            swap.share(slot);
        }
    }

    /** Ends a process and gives everything back. */
    public void exit(Process process, String how) {
        if (process.state == Process.State.ENDED) {
            return;
        }
        process.state = Process.State.ENDED;
        frames.release(process.pid, mmu.memory());
        process.tableFrames.forEach(frame -> frames.free(frame, mmu.memory()));
        process.swapped.values().forEach(swap::leave);
        process.swapped.clear();
        process.regions.clear();
        process.resident = 0;
        processes.remove(process.pid);
        events.add(new OsEvent.Ended(tick, process.pid, how));
        if (current == process.pid) {
            current = 0;
        }
    }

    /** Lets a process have the processor: its tables are loaded into CR3. */
    public void switchTo(Process process) {
        if (current == process.pid) {
            return;
        }
        current = process.pid;
        events.add(new OsEvent.Switched(tick, process.pid));
        ControlRegisters registers = ControlRegisters.of(shape.mode(), process.cr3);
        Optional<Fault> refused =
                mmu.control().mode() == PagingMode.NONE ? mmu.load(registers) : mmu.movCr3(process.cr3);
        if (refused.isPresent()) {
            throw new IllegalStateException("CR3 of process " + process.pid + " was refused");
        }
    }

    // ---- accesses and faults ------------------------------------------------------------------------------------

    /**
     * A process touches an address; faults are handled until it succeeds.
     *
     * @return the physical address; -1 where the process was killed for it
     */
    public long access(Process process, long address, Access.Type type) {
        Access access = new Access(type, 3);
        while (process.state != Process.State.ENDED) {
            switchTo(process);
            long physical = mmu.translate(address, access);
            if (physical >= 0) {
                return physical;
            }
            int error = mmu.fault() instanceof Fault.PageFault fault ? fault.error() : 0;
            faults.handle(process, address, type, error);
        }
        return -1;
    }

    // ---- frames under pressure ----------------------------------------------------------------------------------

    /** A free frame: if there is none, a page goes to swap; if that is full, a process goes. -1 when all that failed. */
    long takeFrame() {
        while (true) {
            long frame = frames.take();
            if (frame >= 0) {
                return frame;
            }
            if (!swapOut() && !kill()) {
                return -1;
            }
        }
    }

    /** CLOCK over the frames, by the accessed bits that the processor set. */
    private boolean swapOut() {
        int slot = swap.free();
        if (slot < 0) {
            return false;
        }
        Optional<Frames.Use> victim = frames.clock(use -> {
            Process owner = owner(use);
            TableBuilder tables = tables(owner);
            long at = tables.lastEntry(use.page());
            long entry = tables.read(at);
            tables.write(at, entry & ~EntryBits.ACCESSED);
            if ((entry & EntryBits.ACCESSED) != 0) {
                flush(owner);
            }
            return (entry & EntryBits.ACCESSED) != 0;
        });
        if (victim.isEmpty()) {
            return false;
        }
        Frames.Use use = victim.get();
        Process owner = owner(use);
        swap.write(slot, mmu.memory(), use.frame());
        TableBuilder tables = tables(owner);
        tables.write(tables.lastEntry(use.page()), 0);
        flush(owner);
        owner.swapped.put(use.page() / PAGE, slot);
        owner.resident--;
        frames.drop(use.frame(), use.pid(), use.page(), mmu.memory());
        events.add(new OsEvent.SwappedOut(tick, use.pid(), use.page(), slot));
        return true;
    }

    private Process owner(Frames.Use use) {
        Process owner = processes.get(use.pid());
        if (owner == null) {
            throw new IllegalStateException(
                    "frame " + use.frame() + " belongs to process " + use.pid() + ", which ended");
        }
        return owner;
    }

    /** The out-of-memory killer: whoever holds most goes (Linux oom_badness). */
    private boolean kill() {
        Optional<Process> worst = processes.values().stream()
                .filter(p -> p.oomScoreAdjust > -1000)
                .max((a, b) -> Long.compare(a.badness(commitment.total()), b.badness(commitment.total())));
        worst.ifPresent(process -> {
            events.add(new OsEvent.OutOfMemory(tick, process.pid, process.badness(commitment.total())));
            exit(process, "killed: out of memory");
        });
        return worst.isPresent();
    }

    void flush(Process process) {
        if (current == process.pid) {
            mmu.movCr3(process.cr3); // everything of it; other processes' entries go when they are switched to
        }
    }

    TableBuilder tables(Process process) {
        return new TableBuilder(mmu.memory(), shape.mode(), process.cr3, () -> {
            long frame = takeFrame();
            if (frame >= 0) {
                process.tableFrames.add(frame);
            }
            return frame;
        });
    }

    // ---- looking and time ---------------------------------------------------------------------------------------

    /** Sets a process's priority, -20 to 19, and how readily it is killed, -1000 to 1000. */
    public Optional<String> adjust(Process process, int priority, int oomScoreAdjust) {
        if (priority < -20 || priority > 19) {
            return Optional.of("priority: " + priority + " (allowed: -20 to 19)");
        }
        if (oomScoreAdjust < -1000 || oomScoreAdjust > 1000) {
            return Optional.of("oom_score_adj: " + oomScoreAdjust + " (allowed: -1000 to 1000)");
        }
        process.priority = priority;
        process.oomScoreAdjust = oomScoreAdjust;
        return Optional.empty();
    }

    /** A fault was handled in this way. */
    void tellFault(Process process, long address, FaultKind kind, int error) {
        events.add(new OsEvent.Faulted(tick, process.pid, address, kind, error));
    }

    /** Moves the kernel's clock. */
    void setTick(long tick) {
        this.tick = tick;
    }

    /** Processes that live, by number. */
    public Collection<Process> processes() {
        return Collections.unmodifiableCollection(processes.values());
    }

    /** All that happened, in order. */
    public List<OsEvent> events() {
        return Collections.unmodifiableList(events);
    }

    /** The machine as it is, with the events from the so-manieth on. */
    Moment moment(int pid, int firstEvent) {
        List<Integer> owners = new ArrayList<>();
        for (int frame = 0; frame < shape.frames(); frame++) {
            owners.add(Math.max(0, frames.owner(frame)));
        }
        int swapped = 0;
        for (Process process : processes.values()) {
            process.tableFrames.forEach(frame -> owners.set((int) (frame >>> 12), -process.pid));
            swapped += process.swappedPages();
        }
        return new Moment(tick, pid, owners, swapped, events.subList(firstEvent, events.size()));
    }

    /** Frames that nobody has. */
    public int freeFrames() {
        return frames.free();
    }

    /** The memory unit, loaded with the process that runs. */
    public Mmu mmu() {
        return mmu;
    }

    /** What it was built from. */
    public OsShape shape() {
        return shape;
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
