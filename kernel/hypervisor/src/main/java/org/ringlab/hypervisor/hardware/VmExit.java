package org.ringlab.hypervisor.hardware;

import org.ringlab.cpu.trap.Exit;

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
            case EXCEPTION, EXTERNAL_INTERRUPT ->
                new Interruption(reason, exit.vector().orElse(0));
            default -> new Simple(reason, exit.length());
        };
    }
}
