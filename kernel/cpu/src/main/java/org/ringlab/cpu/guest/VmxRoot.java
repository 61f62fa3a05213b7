package org.ringlab.cpu.guest;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.code.Instruction;
import org.ringlab.cpu.core.Cpu;
import org.ringlab.cpu.core.Flag;

/**
 * The instructions of VMX root operation that keep VMCSs (SDM ch. 31), with their error numbers. What a VMCS region in memory holds is
 * the processor's own affair, so regions are only names for structures kept here. A monitor whose guest is a monitor keeps them for
 * that one likewise.
 */
public final class VmxRoot {
    private static final long NONE = -1;

    private final Cpu cpu;
    private final LongPredicate frame;
    private final LongConsumer flags;
    private final Map<Long, Vmcs> regions = new HashMap<>();
    private long area = NONE; // VMXON's
    private long current = NONE;

    /**
     * Before VMXON.
     *
     * @param cpu reads and writes operands
     * @param frame whether a physical address exists
     * @param flags gets the arithmetic flags after each instruction
     */
    public VmxRoot(Cpu cpu, LongPredicate frame, LongConsumer flags) {
        this.cpu = cpu;
        this.frame = frame;
        this.flags = flags;
    }

    /** What it remembers. */
    record Snapshot(long area, long current, Map<Long, Vmcs> regions) {}

    Snapshot snapshot() {
        Map<Long, Vmcs> copies = new HashMap<>();
        regions.forEach((at, vmcs) -> copies.put(at, vmcs.copy()));
        return new Snapshot(area, current, copies);
    }

    void restore(Snapshot snapshot) {
        area = snapshot.area();
        current = snapshot.current();
        regions.clear();
        snapshot.regions().forEach((at, vmcs) -> regions.put(at, vmcs.copy()));
    }

    void reset() {
        area = NONE;
        current = NONE;
        regions.clear();
    }

    /** Whether VMXON was executed, and VMXOFF not since. */
    public boolean on() {
        return area != NONE;
    }

    /** The current VMCS, or null. */
    public @Nullable Vmcs current() {
        return current == NONE ? null : region(current);
    }

    /** Executes VMXON to VMWRITE; false for another instruction. */
    public boolean execute(Instruction i) {
        switch (i.op()) {
            case VMXON -> vmxon(i);
            case VMXOFF -> {
                area = NONE;
                succeed();
            }
            case VMCLEAR -> {
                long at = pointer(i, 2, 3);
                if (at != NONE) {
                    region(at).clear();
                    current = current == at ? NONE : current;
                    succeed();
                }
            }
            case VMPTRLD -> {
                long at = pointer(i, 9, 10);
                if (at != NONE) {
                    current = at;
                    succeed();
                }
            }
            case VMPTRST -> {
                cpu.operands().write(i, 0, current);
                succeed();
            }
            case VMREAD -> {
                long field = cpu.operands().read(i, 1);
                Vmcs vmcs = with(field);
                if (vmcs != null) {
                    cpu.operands().write(i, 0, vmcs.get((int) field));
                    succeed();
                }
            }
            case VMWRITE -> {
                long field = cpu.operands().read(i, 0);
                Vmcs vmcs = with(field);
                if (vmcs != null && Vmcs.readOnly(field)) {
                    fail(13);
                } else if (vmcs != null) {
                    vmcs.set((int) field, cpu.operands().read(i, 1));
                    succeed();
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void vmxon(Instruction i) {
        if (on()) {
            fail(15);
            return;
        }
        long at = cpu.operands().read(i, 0);
        if (!possible(at)) {
            flags.accept(Flag.CF);
            return;
        }
        area = at;
        current = NONE;
        succeed();
    }

    private boolean possible(long at) {
        return (at & 0xFFF) == 0 && frame.test(at);
    }

    /** A region's address: {@code invalid} and {@code taken} are the errors of one that doesn't exist, and of VMXON's. */
    private long pointer(Instruction i, int invalid, int taken) {
        long at = cpu.operands().read(i, 0);
        if (!possible(at)) {
            fail(invalid);
            return NONE;
        }
        if (at == area) {
            fail(taken);
            return NONE;
        }
        return at;
    }

    private Vmcs region(long at) {
        return regions.computeIfAbsent(at, where -> new Vmcs());
    }

    private @Nullable Vmcs with(long field) {
        Vmcs vmcs = current();
        if (vmcs == null || !Vmcs.exists(field)) {
            fail(12);
            return null;
        }
        return vmcs;
    }

    /** The VMCS that VMLAUNCH or VMRESUME is to enter; null if it can't, and the flags say so. */
    public @Nullable Vmcs toEnter(boolean launch) {
        Vmcs vmcs = current();
        if (vmcs == null || launch == vmcs.launched()) {
            fail(launch ? 4 : 5);
            return null;
        }
        return vmcs;
    }

    /** VMsucceed. */
    public void succeed() {
        flags.accept(0);
    }

    /** VMfail: ZF with a number in the current VMCS, or CF if there is none (SDM 31.2, 31.4). */
    public void fail(int error) {
        Vmcs vmcs = current();
        if (vmcs == null) {
            flags.accept(Flag.CF);
        } else {
            vmcs.set(VmcsField.INSTRUCTION_ERROR, error);
            flags.accept(Flag.ZF);
        }
    }
}
