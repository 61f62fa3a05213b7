package org.ringlab.cpu.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.cpu.core.Board;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Registers;
import org.ringlab.cpu.core.Stop;
import org.ringlab.cpu.guest.SvmCode;
import org.ringlab.cpu.guest.Vmcb;
import org.ringlab.cpu.guest.Vmcs;
import org.ringlab.cpu.guest.VmcsField;
import org.ringlab.cpu.guest.VmxControl;
import org.ringlab.cpu.guest.VmxReason;
import org.ringlab.cpu.system.Cr0;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.system.Features;
import org.ringlab.cpu.system.Msr;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Trap;
import org.ringlab.cpu.trap.Vector;
import org.ringlab.mmu.replay.Fields;

/**
 * One recorded instruction in a guest's ring under minimal or all controls: executed in a VMX guest and in an SVM guest, in long mode
 * with IOPL 0, every exception leaving.
 */
public final class ExitReplay {
    private static final int MOST_STEPS = 20;
    private static final int VMCB = 0x3F_0000;
    private static final int MAPS = 0x3F_2000; // of ports, then of MSRs: all ones
    private static final long ALL_PROCESSOR = VmxControl.HLT_EXITING
            | VmxControl.INVLPG_EXITING
            | VmxControl.MWAIT_EXITING
            | VmxControl.RDPMC_EXITING
            | VmxControl.RDTSC_EXITING
            | VmxControl.CR3_LOAD_EXITING
            | VmxControl.CR3_STORE_EXITING
            | VmxControl.CR8_LOAD_EXITING
            | VmxControl.CR8_STORE_EXITING
            | VmxControl.MOV_DR_EXITING
            | VmxControl.UNCONDITIONAL_IO_EXITING
            | VmxControl.MONITOR_EXITING
            | VmxControl.PAUSE_EXITING;
    private static final long ALL_SECONDARY = VmxControl.DESCRIPTOR_TABLE_EXITING | VmxControl.WBINVD_EXITING;
    /** VMRUN must be intercepted, and VMMCALL was. */
    private static final long MINIMAL_INTERCEPTS2 = 3;

    private ExitReplay() {}

    /** {@code {id, vmx, svm}}, or {@code {id, error}} for a row that can't be run. */
    public static Map<String, Object> answer(Map<String, ?> row) {
        Fields fields = new Fields(row);
        int ring = fields.integer("ring", 0, 3);
        boolean all = fields.word("controls", List.of("minimal", "all")).equals("all");
        Object name = row.get("instruction");
        ExitCase found = name instanceof String text ? ExitCase.of(text) : null;
        if (found == null) {
            fields.wrong("instruction: " + name + " (allowed: one of " + String.join("; ", ExitCase.names()) + ")");
        } else if (ring == 1 || ring == 2) {
            fields.wrong("ring: " + ring + " (allowed: 0, 3)");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", row.get("id"));
        Optional<String> problem = fields.problem();
        if (problem.isPresent() || found == null) {
            answer.put("error", problem.orElse("instruction: missing"));
            return answer;
        }
        answer.put("vmx", new Guest(found, Features.INTEL, ring).vmx(all));
        answer.put("svm", new Guest(found, Features.AMD, ring).svm(all));
        return answer;
    }

    private static final class Guest {
        private final RecordedMachine machine;
        private final Cpu cpu;
        private final int end;

        Guest(ExitCase what, Features features, int ring) {
            machine = new RecordedMachine(features, true, Board.EMPTY);
            cpu = machine.cpu;
            if (features.svm()) {
                machine.msr(Msr.EFER, cpu.efer() | Efer.SVME);
            }
            machine.ring(ring, 0);
            byte[] code = what.bytes();
            for (int i = 0; i < code.length; i++) {
                machine.memory.writeByte(RecordedMachine.CODE + i, code[i] & 0xFF);
            }
            end = RecordedMachine.CODE + code.length;
            what.prepare(machine);
        }

        String vmx(boolean all) {
            Vmcs vmcs = new Vmcs();
            cpu.assistance().capture(vmcs);
            long processor = VmxControl.ACTIVATE_SECONDARY | (all ? ALL_PROCESSOR : 0);
            long secondary = VmxControl.ENABLE_RDTSCP | VmxControl.ENABLE_INVPCID | (all ? ALL_SECONDARY : 0);
            vmcs.set(VmcsField.PROCESSOR_CONTROLS, processor);
            vmcs.set(VmcsField.SECONDARY_CONTROLS, secondary);
            vmcs.set(VmcsField.EXCEPTION_BITMAP, -1);
            vmcs.set(VmcsField.CR0_SHADOW, cpu.cr0());
            vmcs.set(VmcsField.CR4_SHADOW, cpu.cr4());
            if (all) {
                vmcs.set(VmcsField.CR0_MASK, -1);
                vmcs.set(VmcsField.CR4_MASK, -1);
            }
            Optional<Exit> failed = cpu.assistance().enter(vmcs);
            return failed.map(Exit::text).orElseGet(this::run);
        }

        String svm(boolean all) {
            for (int i = 0; i < 0x6000; i += 8) {
                machine.memory.writeLong(MAPS + i, -1);
            }
            Vmcb vmcb = new Vmcb(machine.memory, VMCB);
            cpu.assistance().capture(vmcb);
            vmcb.set32(Vmcb.ASID, 1);
            vmcb.set32(Vmcb.EXCEPTION_INTERCEPTS, -1);
            vmcb.set(Vmcb.IOPM_BASE, MAPS);
            vmcb.set(Vmcb.MSRPM_BASE, MAPS + 0x3000);
            vmcb.set32(Vmcb.CR_INTERCEPTS, all ? -1 : 0);
            vmcb.set32(Vmcb.DR_INTERCEPTS, all ? -1 : 0);
            vmcb.set32(Vmcb.INTERCEPTS1, all ? -1 : 0);
            vmcb.set32(Vmcb.INTERCEPTS2, all ? -1 : MINIMAL_INTERCEPTS2);
            Optional<Exit> failed = cpu.assistance().enter(vmcb);
            return failed.map(Exit::text).orElseGet(this::run);
        }

        private String run() {
            Stop stop = new Stop.Budget();
            for (int n = 0; n < MOST_STEPS && stop instanceof Stop.Budget && cpu.state().rip != end; n++) {
                stop = cpu.step();
            }
            if (stop instanceof Stop.GuestExit left) {
                return said(left.exit());
            }
            if (stop instanceof Stop.NotSimulated not) {
                return "not simulated: " + not.what();
            }
            boolean stops = cpu.state().activity != Registers.Activity.ACTIVE;
            return stops ? "no exit (the guest really stops)" : "no exit";
        }

        /** An exception as such, with its error code; accesses of control registers with register and direction. */
        private static String said(Exit exit) {
            boolean exception = exit.kind() == Exit.Kind.VMX
                    ? exit.reason() == VmxReason.EXCEPTION
                    : exit.reason() >= SvmCode.EXCEPTION && exit.reason() < SvmCode.INTR;
            if (exception) {
                int vector = exit.vector().orElse(Vector.NMI);
                boolean hasCode = (exit.interruption() & 1 << 11) != 0;
                return (hasCode ? Trap.of(vector, exit.errorCode()) : Trap.of(vector)).text();
            }
            if (exit.kind() == Exit.Kind.VMX && exit.reason() == VmxReason.CR_ACCESS) {
                return exit.text() + " cr" + (exit.qualification() & 15) + " type " + (exit.qualification() >>> 4 & 3);
            }
            return exit.text();
        }
    }

    /** The value that a guest's MOV to CR0 writes to change WP. */
    static long otherWp(long cr0) {
        return cr0 ^ Cr0.WP;
    }
}
