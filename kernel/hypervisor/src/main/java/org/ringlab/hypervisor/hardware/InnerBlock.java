package org.ringlab.hypervisor.hardware;

import org.ringlab.cpu.guest.SvmCode;
import org.ringlab.cpu.guest.Vmcb;
import org.ringlab.cpu.system.Efer;
import org.ringlab.cpu.trap.Exit;
import org.ringlab.hypervisor.GuestMemory;
import org.ringlab.mmu.memory.PhysicalMemory;

/**
 * What a monitor that is a guest asked for in its VMCB; the maps that the block names lie in its memory too.
 *
 * @param block where it really lies
 */
record InnerBlock(Vmcb block, GuestMemory memory, PhysicalMemory machine) {
    /** The checks of APM 15.5.1 and 15.25.3 that a merged block wouldn't show; {@code paged}: whether its monitor is. */
    boolean possible(boolean paged) {
        return intercepts(SvmCode.VMRUN)
                && block.get32(Vmcb.ASID) != 0
                && (block.get(Vmcb.EFER) & Efer.SVME) != 0
                && (paged || !secondDimension());
    }

    /** Nested paging. */
    boolean secondDimension() {
        return (block.get(Vmcb.NP_ENABLE) & 1) != 0;
    }

    /** Whether its monitor's IF decides about real interrupts, not its own (APM 15.21.1). */
    boolean masking() {
        return block.masking();
    }

    /** By the bits of exit codes from 0x60 on. */
    boolean intercepts(int code) {
        return code < SvmCode.VMRUN
                ? (block.get32(Vmcb.INTERCEPTS1) >>> code - SvmCode.INTR & 1) != 0
                : (block.get32(Vmcb.INTERCEPTS2) >>> code - SvmCode.VMRUN & 1) != 0;
    }

    /** Whether an exit is its monitor's business; real interrupts are dealt with elsewhere. */
    boolean wants(Exit exit, long rcx) {
        int code = exit.reason();
        if (code == SvmCode.INVALID) {
            return true;
        }
        if (code < SvmCode.DR_READ) {
            return (block.get32(Vmcb.CR_INTERCEPTS) >>> code & 1) != 0;
        }
        if (code < SvmCode.EXCEPTION) {
            return (block.get32(Vmcb.DR_INTERCEPTS) >>> code - SvmCode.DR_READ & 1) != 0;
        }
        if (code < SvmCode.INTR) {
            return (block.get32(Vmcb.EXCEPTION_INTERCEPTS) >>> code - SvmCode.EXCEPTION & 1) != 0;
        }
        return switch (code) {
            case SvmCode.INTR -> false;
            case SvmCode.IOIO -> intercepts(code) && wantsPort(exit.qualification());
            case SvmCode.MSR -> intercepts(code) && wantsMsr(rcx & 0xFFFF_FFFFL, exit.qualification() != 0);
            default -> intercepts(code);
        };
    }

    private boolean wantsPort(long info) {
        long port = info >>> 16 & 0xFFFF;
        for (long p = port; p < port + (info >>> 4 & 7); p++) {
            if (bit(block.get(Vmcb.IOPM_BASE), p)) {
                return true;
            }
        }
        return false;
    }

    private boolean wantsMsr(long number, boolean write) {
        long bit = SvmCode.mapBit(number, write);
        return bit < 0 || bit(block.get(Vmcb.MSRPM_BASE), bit);
    }

    private boolean bit(long guestPhysical, long number) {
        long at = memory.host(guestPhysical + number / 8);
        return at < 0 || (machine.readByte(at) >>> number % 8 & 1) != 0;
    }
}
