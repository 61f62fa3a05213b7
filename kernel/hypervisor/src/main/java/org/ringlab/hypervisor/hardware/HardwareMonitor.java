package org.ringlab.hypervisor.hardware;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.CpuEvent;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.guest.Vmcs;
import org.ringlab.cpu.system.Features;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Emulation;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.HostTimer;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Monitor;
import org.ringlab.hypervisor.Place;
import org.ringlab.hypervisor.VirtualBoard;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;
import org.ringlab.hypervisor.hardware.ExitHandler.Action;
import org.ringlab.hypervisor.shadow.Shadow;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * Hardware assistance: the guest has all four rings in non-root mode, its own tables under a second dimension, and is left for
 * what the control structure names. A table from reason to handler says what happens then.
 */
public final class HardwareMonitor implements Monitor {
    private final VirtualMachine vm;
    private final Method method;
    private final Cpu cpu;
    private final Control control;
    private final Guest guest;
    private final Map<ExitReason, ExitHandler> handlers = new EnumMap<>(ExitReason.class);
    private final Interpreting interpreting;
    private final @Nullable Nested nested;
    private final HostTimer hostTimer;
    private final int hostRing; // an exit goes back to the ring of the entry
    private boolean halted;
    private long interpreted; // instructions of real mode since the run began
    private boolean inside; // the budget ended while the guest ran
    private String first = ""; // exception of a triple fault

    /** VMX or SVM. */
    public HardwareMonitor(VirtualMachine vm, Method method) {
        this.vm = vm;
        this.method = method;
        Features features = method.amd() ? Features.AMD : Features.INTEL;
        Mmu mmu = new Mmu(vm.machine(), features.memory(), TlbShape.DESKTOP);
        hostTimer = new HostTimer(vm.board());
        cpu = new Cpu(features, mmu, hostTimer);
        mmu.load(new ControlRegisters(0x11, 0, 0, 0));
        VirtualMachine.boot(cpu, vm.image().entry());
        hostRing = cpu.state().cpl;
        if (method.amd()) {
            SvmControlBlock block = new SvmControlBlock(cpu, vm, method.shadowed());
            control = block;
            nested = method.shadowed() ? null : new NestedSvm(cpu, block, vm);
        } else {
            VmxControlStructure structure = new VmxControlStructure(cpu, vm, method.shadowed());
            control = structure;
            nested = method.shadowed() ? null : new NestedVmx(cpu, structure, vm);
        }
        Shadow shadow = method.shadowed() ? Shadow.alone(vm) : null;
        interpreting = new Interpreting(vm, cpu, control, shadow);
        guest = new Guest(cpu, control, vm.board());
        handlers.put(ExitReason.IO, this::io);
        handlers.put(ExitReason.CPUID, this::cpuid);
        handlers.put(ExitReason.HLT, this::halt);
        handlers.put(ExitReason.EXTERNAL_INTERRUPT, this::hardwareInterrupt);
        handlers.put(ExitReason.INTERRUPT_WINDOW, (exit, g) -> Action.RESUME);
        handlers.put(ExitReason.INVD, (exit, g) -> skipped(g));
        handlers.put(ExitReason.VMCALL, HardwareMonitor::call);
        handlers.put(ExitReason.TRIPLE_FAULT, (exit, g) -> left(g, new Ending.TripleFault(g.eip(), first)));
        handlers.put(ExitReason.EPT_VIOLATION, HardwareMonitor::memory);
        handlers.put(ExitReason.RDMSR, (exit, g) -> interpreting.one(g));
        handlers.put(ExitReason.WRMSR, (exit, g) -> interpreting.one(g));
        if (nested != null) {
            nested.install(handlers);
        }
        if (shadow != null) {
            new ShadowExits(vm, cpu, control, shadow, interpreting).install(handlers);
        }
    }

    @Override
    public Method method() {
        return method;
    }

    /** Replaces the handler of a reason. */
    public void handler(ExitReason reason, ExitHandler handler) {
        handlers.put(reason, handler);
    }

    /** The real processor. */
    public Cpu cpu() {
        return cpu;
    }

    // ---- the loop -------------------------------------------------------------------------------------------------

    @Override
    public Ending run() {
        cpu.listen(this::hear, false);
        Ending ending = run(vm.settings().budget());
        cpu.listen(null, false);
        System.arraycopy(cpu.state().r, 0, vm.state().r, 0, 8);
        vm.state().r[4] = inside ? cpu.state().r[4] : control.stackPointer();
        vm.state().rip = inside ? cpu.state().rip : control.eip();
        return ending;
    }

    /** Runs so many instructions more; null if the guest isn't at its end then. */
    public @Nullable Ending runFor(long instructions) {
        Ending ending = run(instructions);
        return ending instanceof Ending.Budget ? null : ending;
    }

    /** Stops a VMX guest and gives out its state: general registers are in {@link #cpu}. */
    public Vmcs stop() {
        if (!(control instanceof VmxControlStructure structure)) {
            throw new IllegalStateException("not a VMX guest");
        }
        if (inside) {
            cpu.assistance().capture(structure.vmcs());
        }
        return structure.vmcs();
    }

    /** Goes on where another monitor's guest was stopped; memory and devices were brought over before. */
    public void resume(HardwareMonitor from) {
        if (!(control instanceof VmxControlStructure structure)) {
            throw new IllegalStateException("not a VMX guest");
        }
        structure.use(from.stop().copy());
        System.arraycopy(from.cpu.state().r, 0, cpu.state().r, 0, 8);
        cpu.state().cr2 = from.cpu.state().cr2;
        halted = from.halted;
        inside = false;
    }

    /** Forgets the guest's translations, as after a change of its second dimension: INVEPT, INVVPID. */
    public void flush() {
        vm.counters().add(Counter.TLB_FLUSHES);
        cpu.mmu().dropSpace(1);
    }

    /** The guest may use these ports by itself: nothing leaves, the machine's own device answers. */
    public void passThrough(VirtualBoard.Device device, int firstPort, int lastPort) {
        if (control instanceof VmxControlStructure structure) {
            structure.allowPorts(vm, firstPort, lastPort);
            hostTimer.passThrough(device);
        }
    }

    private Ending run(long budget) {
        long start = cpu.clock();
        interpreted = 0;
        while (true) {
            long left = budget - (cpu.clock() - start) - interpreted;
            if (left <= 0) {
                return new Ending.Budget(budget, control.eip());
            }
            if (!inside) {
                if (halted && !wake()) {
                    return new Ending.HaltedForever(control.eip(), (control.flags() & Flag.IF) != 0);
                }
                if (method.shadowed() && vm.cpu().realMode()) {
                    Ending ending = interpretRealMode();
                    if (ending != null) {
                        return ending;
                    }
                    continue;
                }
                injectIfDue();
                Optional<Exit> failed = control.enter();
                if (failed.isPresent() && nested != null && nested.refused(failed.get())) {
                    continue;
                }
                if (failed.isPresent()) {
                    return new Ending.Killed("VM entry failed: " + failed.get().name(), control.eip());
                }
                if (!vm.settings().tagged()) {
                    vm.counters().add(Counter.TLB_FLUSHES);
                }
                vm.tell(new VmEvent.Enters(vm.cycles(), place(), control.ring(), control.eip()));
            }
            inside = false;
            long before = cpu.clock();
            Stop stop = cpu.run(left);
            vm.counters().add(Counter.DIRECT, cpu.clock() - before);
            vm.counters().add(Counter.WALK_REFERENCES, cpu.mmu().takeWalkReferences());
            if (stop instanceof Stop.Budget) {
                inside = true;
                return new Ending.Budget(budget, cpu.state().rip);
            }
            if (!(stop instanceof Stop.GuestExit exit)) {
                Ending ending = vm.ending(stop);
                return ending == null ? new Ending.Budget(budget, cpu.state().rip) : ending;
            }
            Ending ending = left(exit.exit());
            if (ending != null) {
                return ending;
            }
        }
    }

    /** Without a second dimension a guest has to be in protected mode with paging (SDM 27.3.1.1): the rest is interpreted. */
    private @Nullable Ending interpretRealMode() {
        interpreted++;
        return interpreting.one(guest) == Action.LEAVE ? guest.ending() : null;
    }

    /** What happens within the guest, without the monitor. */
    private void hear(CpuEvent event) {
        if (event instanceof CpuEvent.Trapped trapped) {
            vm.tell(Emulation.crossing(vm, trapped));
        } else if (event instanceof CpuEvent.RingChanged changed) {
            vm.tell(Emulation.crossing(vm, changed, cpu.state().next));
        } else if (event instanceof CpuEvent.ShutDown down) {
            first = VirtualMachine.name(down.first());
        }
    }

    private Place place() {
        return control.ring() == 3 ? Place.GUEST_USER : Place.GUEST_KERNEL;
    }

    /** Time goes by until a device asks; whether one will. */
    private boolean wake() {
        if (nested != null && nested.wakes()) {
            halted = false;
            return true;
        }
        if (nested != null && nested.closed()) {
            return false;
        }
        while (!vm.board().interruptRequested()) {
            long until = vm.board().untilNext();
            if (until == Long.MAX_VALUE || !interruptFlag()) {
                return false;
            }
            cpu.board().advance(until);
        }
        if (cpu.board().interruptRequested()) {
            cpu.board().acknowledge(); // the monitor itself was waiting
        }
        halted = false;
        return true;
    }

    /** IF, of the inner monitor where that decides for its guest too. */
    private boolean interruptFlag() {
        return (control.flags() & Flag.IF) != 0 || nested != null && nested.openRegardless();
    }

    private void injectIfDue() {
        if (nested != null && vm.board().interruptRequested()) {
            nested.handInterruptOn();
        }
        boolean waiting = vm.board().interruptRequested();
        boolean closed = nested != null && nested.closed();
        boolean open = interruptFlag() && !control.shadow() && !control.injects() && !closed;
        control.wantWindow(waiting && !open && !closed);
        if (waiting && open) {
            int vector = vm.board().acknowledge();
            control.inject(Trap.external(vector));
            vm.counters().add(Counter.INJECTED);
            vm.tell(new VmEvent.Injects(
                    vm.cycles(), place(), "interrupt 0x" + Integer.toHexString(vector), control.eip()));
        }
    }

    private @Nullable Ending left(Exit exit) {
        String name = exit.text().substring("exit ".length()) + vector(exit);
        vm.counters().add(Counter.EXITS);
        vm.counters().because((nested == null ? "" : nested.level()) + name);
        String text = exit.length() == 0 ? "" : text(exit.length());
        vm.tell(new VmEvent.Leaves(vm.cycles(), place(), hostRing, "exit", name, control.eip(), text));
        if (nested != null && nested.dealtWith(exit)) {
            return null;
        }
        VmExit seen = VmExit.of(exit);
        ExitHandler handler = handlers.get(seen.reason());
        if (handler == null) {
            return new Ending.NotSimulated("an exit without a handler: " + name, control.eip());
        }
        if (seen.reason() == ExitReason.EXTERNAL_INTERRUPT) {
            control.acknowledge();
        }
        Action action = handler.handle(seen, guest);
        if (vm.board().off()) {
            return new Ending.PoweredOff();
        }
        return action == Action.LEAVE ? guest.ending() : null;
    }

    private static String vector(Exit exit) {
        boolean exception =
                ExitReason.of(exit) == ExitReason.EXCEPTION && exit.vector().isPresent();
        return exception ? " " + Vector.name(exit.vector().getAsInt()) : "";
    }

    private String text(int length) {
        org.ringlab.cpu.code.Code code = offset -> offset < length ? byteAt(offset) : org.ringlab.cpu.code.Code.NOTHING;
        return org.ringlab.cpu.code.Decoder.decode(code, cpu.mode()) instanceof org.ringlab.cpu.code.Decoded.Ok ok
                ? vm.text(ok.instruction(), control.eip())
                : "";
    }

    private int byteAt(int offset) {
        try {
            return (int) cpu.memory().readSystem(cpu.linear(Segment.CS, control.eip() + offset), 1);
        } catch (org.ringlab.cpu.trap.Raised raised) {
            return org.ringlab.cpu.code.Code.NOTHING;
        }
    }

    // ---- handlers -------------------------------------------------------------------------------------------------

    private static Action skipped(Guest guest) {
        guest.skip();
        return Action.RESUME;
    }

    private static Action left(Guest guest, Ending ending) {
        guest.end(ending);
        return Action.LEAVE;
    }

    /** The device model does what the port stands for. */
    private Action io(VmExit exit, Guest guest) {
        if (!(exit instanceof VmExit.Io io) || io.string()) {
            return interpreting.one(guest); // INS and OUTS touch memory too
        }
        if (io.in()) {
            guest.register(0, io.size(), guest.board().portRead(io.port(), io.size()));
        } else {
            guest.board().portWrite(io.port(), io.size(), guest.register(0) & -1L >>> 64 - 8 * io.size());
        }
        return skipped(guest);
    }

    /** What the virtual processor is called; a hypervisor says so in bit 31 of ECX of leaf 1. */
    private Action cpuid(VmExit exit, Guest guest) {
        long leaf = guest.register(0);
        long[] out = cpu.features().cpuid(leaf, 0);
        guest.register(0, 4, out[0]);
        guest.register(3, 4, out[1]);
        guest.register(1, 4, leaf == 1 ? out[2] | 1L << 31 : out[2]);
        guest.register(2, 4, out[3]);
        return skipped(guest);
    }

    private Action halt(VmExit exit, Guest guest) {
        halted = true;
        return skipped(guest);
    }

    /** The monitor's own timer: what it is for is looked at before the next entry. */
    private Action hardwareInterrupt(VmExit exit, Guest guest) {
        return Action.RESUME;
    }

    /** A call that a guest can make though it needs none: EAX 0 tells that there is a monitor. */
    private static Action call(VmExit exit, Guest guest) {
        guest.register(0, 4, guest.register(0) == 0 ? 0x52494E47 : 0xFFFF_FFFFL);
        return skipped(guest);
    }

    private static Action memory(VmExit exit, Guest guest) {
        long at = exit instanceof VmExit.Memory memory ? memory.guestPhysical() : 0;
        return left(
                guest,
                new Ending.Killed(
                        "it touched guest-physical " + org.ringlab.hypervisor.Hex.of(at) + ", beyond its memory",
                        guest.eip()));
    }
}
