package org.ringlab.hypervisor.hardware;

import org.ringlab.cpu.trap.Exit;
import org.ringlab.cpu.trap.Vector;

/** An exit as its handler sees it: the same under VMX and SVM. */
public sealed interface VmExit {
    /** Why. */
    ExitReason reason();

    /**
     * IN or OUT.
     *
     * @param in from the port
     * @param string INS or OUTS
     */
    record Io(int port, int size, boolean in, boolean string) implements VmExit {
        @Override
        public ExitReason reason() {
            return ExitReason.IO;
        }
    }

    /** The second dimension lacks a page or a right; {@code write} as the qualification says. */
    record Memory(long guestPhysical, long linear, boolean write) implements VmExit {
        @Override
        public ExitReason reason() {
            return ExitReason.EPT_VIOLATION;
        }
    }

    /** An exception or interrupt with its vector. */
    record Interruption(ExitReason reason, int vector) implements VmExit {}

    /** A page fault that the monitor wants to see, with its address and error code. */
    record PageFault(long address, int error) implements VmExit {
        @Override
        public ExitReason reason() {
            return ExitReason.EXCEPTION;
        }
    }

    /** INVLPG of an address. */
    record Page(long linear) implements VmExit {
        @Override
        public ExitReason reason() {
            return ExitReason.INVLPG;
        }
    }

    /** All that its reason tells; {@code length} of the instruction that left, 0 if none did. */
    record Simple(ExitReason reason, int length) implements VmExit {}

    /** From what the processor reports. */
    static VmExit of(Exit exit) {
        ExitReason reason = ExitReason.of(exit);
        long q = exit.qualification();
        boolean vmx = exit.kind() == Exit.Kind.VMX;
        return switch (reason) {
            case IO ->
                vmx
                        ? new Io((int) (q >>> 16) & 0xFFFF, (int) (q & 7) + 1, (q & 8) != 0, (q & 16) != 0)
                        : new Io((int) (q >>> 16) & 0xFFFF, (int) (q >>> 4) & 7, (q & 1) != 0, (q & 4) != 0);
            case EPT_VIOLATION -> new Memory(exit.info(), exit.linear(), (q & 2) != 0);
            case INVLPG -> new Page(q);
            case EXCEPTION, EXTERNAL_INTERRUPT -> {
                int vector = exit.vector().orElse(0);
                yield vector == Vector.PF && reason == ExitReason.EXCEPTION
                        ? new PageFault(vmx ? q : exit.info(), exit.errorCode())
                        : new Interruption(reason, vector);
            }
            default -> new Simple(reason, exit.length());
        };
    }
}
