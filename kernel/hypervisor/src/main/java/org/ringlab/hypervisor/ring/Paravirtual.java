package org.ringlab.hypervisor.ring;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Decoded;
import org.ringlab.cpu.code.Op;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Segment;
import org.ringlab.cpu.core.Flag;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.TableRegister;
import org.ringlab.cpu.segment.Descriptor;
import org.ringlab.cpu.trap.Raised;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.hypervisor.Counter;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Place;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.VmEvent;

/**
 * Para-virtualisation: the guest's kernel knows that it is in ring 1 and asks for what it may not do. Nothing is emulated; a
 * privileged instruction is an error of its author. Traps and interrupts are delivered by the monitor, in the processor's own
 * frame, onto the stack that the kernel named.
 */
public final class Paravirtual extends RingMonitor {
    private static final Set<Op> PRIVILEGED = EnumSet.of(
            Op.CLI,
            Op.STI,
            Op.HLT,
            Op.IN,
            Op.OUT,
            Op.INS,
            Op.OUTS,
            Op.IRET,
            Op.INT,
            Op.LGDT,
            Op.LIDT,
            Op.LLDT,
            Op.LTR,
            Op.LMSW,
            Op.CLTS,
            Op.MOV_CR,
            Op.MOV_DR,
            Op.INVLPG,
            Op.INVD,
            Op.WBINVD,
            Op.RDMSR,
            Op.WRMSR,
            Op.RDPMC,
            Op.SYSEXIT,
            Op.MONITOR,
            Op.MWAIT,
            Op.XSETBV,
            Op.VMXON,
            Op.VMCALL,
            Op.VMMCALL,
            Op.VMRUN);
    private long kernelStack;
    private int lastError;

    /** For one guest, built for these calls. */
    public Paravirtual(VirtualMachine vm) {
        super(vm);
        host.gate(Hypercall.VECTOR, 1);
    }

    @Override
    public Method method() {
        return Method.PARAVIRTUAL;
    }

    @Override
    protected @Nullable Ending trapped(HostTables.Frame frame) {
        if (frame.vector() == Hypercall.VECTOR) {
            return call(vm.state().r[0] & 0xFFFF_FFFFL);
        }
        lastError = frame.error();
        return super.trapped(frame);
    }

    // ---- calls ------------------------------------------------------------------------------------------------------

    private @Nullable Ending call(long number) {
        Registers v = vm.state();
        Hypercall call = Hypercall.of(number).orElse(null);
        String name = call == null ? "no such call: " + number : call.name();
        vm.counters().add(Counter.HYPERCALLS);
        vm.counters().because("hypercall " + name);
        vm.tell(new VmEvent.Leaves(vm.cycles(), Place.GUEST_KERNEL, real.state().cpl, "hypercall", name, v.rip, ""));
        if (call == null) {
            return new Ending.Killed("there is no hypercall " + number, v.rip);
        }
        long b = v.r[3] & 0xFFFF_FFFFL;
        int limit = (int) v.r[1] & 0xFFFF;
        switch (call) {
            case CONSOLE -> {
                vm.counters().add(Counter.DEVICE);
                vm.board().print((int) b);
            }
            case MASK -> {
                v.r[0] = masked();
                v.flags.set(0, Flag.IF);
            }
            case UNMASK -> v.flags.set(-1, Flag.IF);
            case MASKED -> v.r[0] = masked();
            case SET_TRAPS -> v.idtr = new TableRegister(b, limit);
            case SET_GDT -> v.gdtr = new TableRegister(b, limit);
            case SET_STACK -> kernelStack = b;
            case SET_ROOT -> {
                return setRoot(b);
            }
            case TIMER -> {
                vm.board().routeInterrupts(0x20, 0xFE);
                vm.board().startTimer(b);
            }
            case ACK -> vm.board().endInterrupt();
            case SHUTDOWN -> vm.board().switchOff();
            case BLOCK -> {
                v.flags.set(-1, Flag.IF);
                v.activity = Registers.Activity.HALTED;
            }
            case RETURN -> {
                return returnToFrame();
            }
        }
        return null;
    }

    private long masked() {
        return vm.state().flags.has(Flag.IF) ? 0 : 1;
    }

    /** The monitor looks at every entry before it lets the guest use a table. */
    private @Nullable Ending setRoot(long root) {
        Registers v = vm.state();
        for (int i = 0; i < 1024; i++) {
            long at = vm.memory().host(root + i * 4L);
            long entry = at < 0 ? -1 : vm.machine().readInt(at);
            if (at < 0 || (entry & 1) != 0 && vm.memory().host(entry & -4096L) < 0) {
                return new Ending.Killed(
                        "entry " + i + " of the page directory at " + Hex.of(root) + " points beyond its memory",
                        v.rip);
            }
        }
        vm.cpu().mmu().movCr3(root);
        vm.cpu().mmu().movCr0(vm.cpu().cr0() | 0x8001_0000L);
        vm.cpu().modeChanged();
        tablesChanged();
        return null;
    }

    private @Nullable Ending returnToFrame() {
        Registers v = vm.state();
        try {
            long sp = v.r[4] & 0xFFFF_FFFFL;
            v.r[0] = pop(sp);
            v.rip = pop(sp + 4);
            int cs = (int) pop(sp + 8) & 0xFFFF;
            v.flags.set(pop(sp + 12), Flag.ARITHMETIC | Flag.DF | Flag.IF);
            boolean toProgram = (cs & 3) == 3;
            v.r[4] = toProgram ? pop(sp + 16) : sp + 16;
            int ss = toProgram ? (int) pop(sp + 20) & 0xFFFF : v.ss().selector();
            load(Segment.CS, cs);
            load(Segment.SS, ss);
            v.cpl = toProgram ? 3 : 0;
            if (toProgram) {
                vm.cpu().loads().dropPrivileged();
            }
            vm.cpu().modeChanged();
            return null;
        } catch (Raised raised) {
            return new Ending.Killed("RETURN finds no frame on the stack", v.rip);
        }
    }

    private long pop(long linear) {
        return vm.cpu().memory().readSystem(linear & 0xFFFF_FFFFL, 4);
    }

    private void load(Segment segment, int selector) {
        Descriptor d = vm.cpu().tables().read(selector);
        vm.state().segment(segment).load(selector, d.base(), d.limit(), d.rights());
    }

    // ---- traps and interrupts into the guest
    // --------------------------------------------------------------------------

    @Override
    protected @Nullable Ending inject() {
        vm.counters().add(Counter.INJECTED);
        return deliver(vm.board().acknowledge(), false, 0, vm.state().rip);
    }

    @Override
    protected @Nullable Ending waitHalted() {
        long until = vm.board().untilNext();
        if (until == Long.MAX_VALUE) {
            return new Ending.HaltedForever(vm.state().rip, true);
        }
        vm.board().advance(until);
        vm.state().activity = Registers.Activity.ACTIVE;
        return null;
    }

    /** Programs may ask their kernel by INT and make faults; the kernel itself may do neither. */
    @Override
    protected @Nullable Ending emulate(String why) {
        Registers v = vm.state();
        long at = vm.cpu().linear(Segment.CS, v.rip);
        Decoded decoded = vm.decode(at);
        boolean int3 = why.equals(Vector.name(Vector.BP)) || why.equals(Vector.name(Vector.OF));
        if (v.cpl == 3 && decoded instanceof Decoded.Ok ok && ok.instruction().op() == Op.INT) {
            int vector = (int) ((Operand.Imm) ok.instruction().operand(0)).value();
            if (gate(vector).dpl() == 3) {
                vm.counters().add(Counter.INJECTED);
                return deliver(vector, false, 0, v.rip + ok.instruction().length());
            }
            return fault(Vector.GP, vector * 8 + 2);
        }
        if (v.cpl == 3 && int3) {
            return deliver(why.equals(Vector.name(Vector.BP)) ? Vector.BP : Vector.OF, false, 0, v.rip);
        }
        if (why.isEmpty()) {
            vm.state().cr2 = real.state().cr2;
            return fault(Vector.PF, lastError);
        }
        if (v.cpl != 3) {
            String text = vm.textAt(at);
            boolean general = why.equals(Vector.name(Vector.GP)) || why.equals(Vector.name(Vector.UD));
            return new Ending.Killed(
                    why + " in the kernel"
                            + (text.isEmpty() ? "" : ": " + text)
                            + (general && PRIVILEGED.contains(op(decoded))
                                    ? " is not for ring 1; a para-virtual kernel asks by INT 0x82"
                                    : "; its own faults aren't handed back to it"),
                    v.rip);
        }
        for (int vector = 0; vector < 32; vector++) {
            if (Vector.name(vector).equals(why)) {
                return fault(vector, lastError);
            }
        }
        return new Ending.Killed(why, v.rip);
    }

    private static Op op(Decoded decoded) {
        return decoded instanceof Decoded.Ok ok ? ok.instruction().op() : Op.NOP;
    }

    private @Nullable Ending fault(int vector, int code) {
        boolean hasCode = vector == 8 || vector >= 10 && vector <= 14 || vector == 17;
        vm.counters().add(Counter.INJECTED);
        return deliver(vector, hasCode, code, vm.state().rip);
    }

    private Descriptor gate(int vector) {
        TableRegister idt = vm.state().idtr;
        long low = vector * 8 + 7 > idt.limit()
                ? 0
                : vm.cpu().memory().readSystem(idt.base() + vector * 8L & 0xFFFF_FFFFL, 8);
        return new Descriptor(low, 0);
    }

    private @Nullable Ending deliver(int vector, boolean hasCode, int code, long back) {
        Registers v = vm.state();
        Place from = vm.place();
        try {
            Descriptor gate = gate(vector);
            if (!gate.present()) {
                return new Ending.Killed(Vector.name(vector) + " and no gate for it", v.rip);
            }
            long sp = v.r[4] & 0xFFFF_FFFFL;
            int oldSs = v.ss().selector();
            if (v.cpl == 3) {
                long inner = kernelStack;
                inner = push(push(inner, oldSs), sp);
                sp = inner;
            }
            sp = push(push(push(sp, v.flags.get()), v.cs().selector()), back);
            if (hasCode) {
                sp = push(sp, code);
            }
            if (v.cpl == 3) {
                load(Segment.SS, 0x10);
            }
            load(Segment.CS, gate.gateSelector());
            v.cpl = 0;
            v.r[4] = sp;
            v.rip = gate.gateOffset();
            v.flags.set(0, (gate.type() & 1) == 0 ? Flag.IF | Flag.TF | Flag.NT : Flag.TF | Flag.NT);
            vm.cpu().modeChanged();
            vm.tell(new VmEvent.Injects(vm.cycles(), from, Vector.name(vector), v.rip));
            return null;
        } catch (Raised raised) {
            return new Ending.Killed(Vector.name(vector) + " can't be delivered: no table or stack there", v.rip);
        }
    }

    private long push(long sp, long value) {
        long at = sp - 4 & 0xFFFF_FFFFL;
        vm.cpu().memory().writeSystem(at, 4, value);
        return at;
    }
}
