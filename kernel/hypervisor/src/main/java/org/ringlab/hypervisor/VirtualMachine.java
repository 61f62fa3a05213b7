package org.ringlab.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.cpu.code.Code;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Decoder;
import org.ringlab.cpu.code.Disassembler;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.code.Syntax;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.system.Features;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * A guest as it sees itself: memory, devices, and a virtual processor whose ring 0 is its own. The virtual processor is the
 * engine's processor run as a software interpreter: emulation runs everything on it, the other monitors single
 * instructions, so that all of them mean the same by one.
 *
 * <p>Host-physical memory: the monitor's below 16 MiB, the guest's from there on.
 */
public final class VirtualMachine {
    /** Where the guest's memory begins, host-physical. */
    public static final long GUEST_BASE = 0x100_0000;

    /** Where the tables of {@link GuestMemory} begin, host-physical. */
    public static final long SECOND_TABLES = 0x20_0000;

    private static final int ADDRESS_BITS = 32;

    private final GuestImage image;
    private final Settings settings;
    private final PhysicalMemory machine = new PhysicalMemory(ADDRESS_BITS);
    private final GuestMemory memory;
    private final VirtualBoard board = new VirtualBoard();
    private final Cpu cpu;
    private final Counters counters = new Counters();
    private final List<VmEvent> events = new ArrayList<>();
    private long told;

    /** A guest about to start. */
    public VirtualMachine(GuestImage image, Settings settings) {
        this.image = image;
        this.settings = settings;
        memory = new GuestMemory(machine, GUEST_BASE, GuestImage.MEMORY_BYTES, SECOND_TABLES);
        memory.load(image.address(), image.bytes());
        Mmu mmu = new Mmu(machine, CpuModel.STANDARD, TlbShape.DESKTOP);
        mmu.enter(memory.stage(), new ControlRegisters(0x11, 0, 0, 0), 1);
        cpu = new Cpu(Features.INTEL, mmu, board);
        boot(cpu, image.entry());
        board.onAccess(what -> {
            counters.add(Counter.DEVICE);
            tell(new VmEvent.Serves(cycles(), "", what));
        });
    }

    /** As a boot loader hands over. */
    public static void boot(Cpu cpu, long entry) {
        Registers s = cpu.state();
        s.cs().load(0x08, 0, 0xFFFF_FFFFL, 0xC09B);
        for (Segment segment : List.of(Segment.SS, Segment.DS, Segment.ES, Segment.FS, Segment.GS)) {
            s.segment(segment).load(0x10, 0, 0xFFFF_FFFFL, 0xC093);
        }
        s.r[4] = 0x8000;
        s.rip = entry;
        cpu.modeChanged();
    }

    // ---- parts --------------------------------------------------------------------------------------------------

    /** What runs. */
    public GuestImage image() {
        return image;
    }

    /** How it is run. */
    public Settings settings() {
        return settings;
    }

    /** Host-physical memory. */
    public PhysicalMemory machine() {
        return machine;
    }

    /** The guest's part of it. */
    public GuestMemory memory() {
        return memory;
    }

    /** Its devices. */
    public VirtualBoard board() {
        return board;
    }

    /** The virtual processor. */
    public Cpu cpu() {
        return cpu;
    }

    /** The virtual processor's registers. */
    public Registers state() {
        return cpu.state();
    }

    /** What was counted so far. */
    public Counters counters() {
        return counters;
    }

    /** Cycles so far. */
    public long cycles() {
        return settings.costs().cycles(counters);
    }

    /** Whose code runs next. */
    public Place place() {
        return cpu.state().cpl == 3 ? Place.GUEST_USER : Place.GUEST_KERNEL;
    }

    /** Remembers an event, up to the number asked for. */
    public void tell(VmEvent event) {
        told++;
        if (events.size() < settings.events()) {
            events.add(event);
        }
    }

    /** What came of it. */
    public Outcome outcome(Method method, Ending ending) {
        List<Long> registers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            registers.add(cpu.state().r[i] & 0xFFFF_FFFFL);
        }
        return new Outcome(
                method,
                image.name(),
                ending,
                board.output(),
                counters,
                settings.costs(),
                List.copyOf(events),
                told,
                List.copyOf(registers));
    }

    // ---- the monitor's interpreter ------------------------------------------------------------------------------

    /** The instruction at a linear address as the guest's memory holds it, or what decoding met. */
    public Decoded decode(long linear) {
        Code code = offset -> {
            try {
                return (int) cpu.memory().readSystem(linear + offset & 0xFFFF_FFFFL, 1);
            } catch (Raised raised) {
                return Code.NOTHING;
            }
        };
        return Decoder.decode(code, cpu.mode());
    }

    /** The text of the instruction at a linear address; empty where there is none. */
    public String textAt(long linear) {
        return decode(linear) instanceof Decoded.Ok ok ? text(ok.instruction(), linear) : "";
    }

    /** The text of an instruction. */
    public String text(Instruction instruction, long at) {
        return Disassembler.text(instruction, cpu.mode(), Syntax.INTEL, at);
    }

    /** Whether an interrupt waits that the guest would take now. */
    public boolean interruptDue() {
        return board.interruptRequested() && cpu.state().flags.has(0x200) && !cpu.state().shadow;
    }

    /**
     * Lets the virtual processor do one step by interpretation: an interrupt that is due, else an instruction, or, halted, wait
     * for an interrupt.
     *
     * @return why the guest can't go on, or null
     */
    public @org.jspecify.annotations.Nullable Ending interpret() {
        Registers s = cpu.state();
        long budget = 1;
        if (s.activity == Registers.Activity.HALTED) {
            long until = board.untilNext();
            budget = until == Long.MAX_VALUE ? 1 : until + 1;
        }
        return ending(cpu.run(budget));
    }

    /** What a stop of a processor that runs the guest means for it; null: nothing. */
    public @org.jspecify.annotations.Nullable Ending ending(Stop stop) {
        Registers s = cpu.state();
        if (board.off()) {
            return new Ending.PoweredOff();
        }
        return switch (stop) {
            case Stop.Budget budget -> null;
            case Stop.Breakpoint breakpoint -> null;
            case Stop.GuestExit exit -> null;
            case Stop.Halted halted -> new Ending.HaltedForever(s.rip, s.flags.has(0x200));
            case Stop.TripleFault fault -> new Ending.TripleFault(s.rip, name(fault.first()));
            case Stop.NotSimulated not -> new Ending.NotSimulated(not.what(), not.rip());
        };
    }

    /** The short name of a trap with its error code. */
    public static String name(Trap trap) {
        return Vector.name(trap.vector()) + (trap.hasCode() ? "(" + Hex.of(trap.code()) + ")" : "");
    }
}
