package org.ringlab.mmu.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Permissions;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.TableBuilder;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.paging.WalkStep;

/** A walk in words: indices, each entry with its bits, what they leave, and the end. */
public final class WalkText {
    private WalkText() {}

    /** The whole walk, line by line. */
    public static List<String> lines(Walk walk, PagingMode mode) {
        List<String> lines = new ArrayList<>();
        lines.add("linear " + hex(walk.address()) + ", " + access(walk.access()) + ", " + mode.title());
        if (mode != PagingMode.NONE) {
            lines.add("indices: " + indices(mode, walk.address()));
        }
        for (WalkStep step : walk.steps()) {
            lines.add(step(step));
        }
        lines.add(outcome(walk.outcome()));
        for (Walk.Written written : walk.written()) {
            lines.add("sets A/D: " + hex(written.physical()) + " = " + hex(written.value()));
        }
        lines.add("memory references: " + walk.references());
        return lines;
    }

    /** {@code PML4 bits 47:39 = 0, …, offset 11:0 = 0x123}. */
    public static String indices(PagingMode mode, long address) {
        StringBuilder text = new StringBuilder();
        for (int level = mode.levels(); level >= 1; level--) {
            int low = mode.shift(level);
            text.append(mode.table(level))
                    .append(" bits ")
                    .append(low + mode.indexBits(level) - 1)
                    .append(':')
                    .append(low)
                    .append(" = ")
                    .append(mode.index(level, address))
                    .append(", ");
        }
        return text.append("offset 11:0 = ").append(hex(address & 0xFFF)).toString();
    }

    /** One entry: where it lies, what it holds, what it says. */
    public static String step(WalkStep step) {
        boolean second = step.kind() != Stage.Kind.ORDINARY;
        StringBuilder line = new StringBuilder(second ? "    " : "  ");
        line.append(second ? name(step.kind()) + " " : "").append(step.mode().table(step.level()));
        line.append('[').append(step.index()).append("] ");
        line.append(step.inMemory() ? "at " + hex(step.entryAddress()) : "in a register");
        line.append(" = ")
                .append(hex(step.entry()))
                .append("  ")
                .append(bits(step))
                .append("  ");
        line.append(verdict(step))
                .append("  [")
                .append(rights(step.rights(), step.kind()))
                .append(']');
        return line.toString();
    }

    private static String name(Stage.Kind kind) {
        return switch (kind) {
            case ORDINARY -> "";
            case EPT -> "EPT";
            case NESTED -> "NPT";
        };
    }

    /** The flags of an entry that are set, by name. */
    public static String bits(WalkStep step) {
        long entry = step.entry();
        List<String> names = new ArrayList<>();
        if (step.kind() == Stage.Kind.EPT) {
            add(names, entry, EntryBits.EPT_READ, "R");
            add(names, entry, EntryBits.EPT_WRITE, "W");
            add(names, entry, EntryBits.EPT_EXECUTE, "X");
            add(names, entry, EntryBits.LARGE, step.level() > 1 ? "PS" : "");
            add(names, entry, EntryBits.EPT_ACCESSED, "A");
            add(names, entry, EntryBits.EPT_DIRTY, "D");
        } else {
            add(names, entry, EntryBits.PRESENT, "P");
            add(names, entry, EntryBits.WRITABLE, "RW");
            add(names, entry, EntryBits.USER, "US");
            add(names, entry, EntryBits.ACCESSED, "A");
            add(names, entry, EntryBits.DIRTY, step.verdict() == WalkStep.Verdict.PAGE ? "D" : "");
            add(names, entry, EntryBits.LARGE, step.level() > 1 ? "PS" : "PAT");
            add(names, entry, EntryBits.GLOBAL, step.verdict() == WalkStep.Verdict.PAGE ? "G" : "");
            add(names, entry, EntryBits.NO_EXECUTE, "NX");
        }
        return names.isEmpty() ? "-" : String.join(" ", names);
    }

    private static void add(List<String> names, long entry, long bit, String name) {
        if ((entry & bit) != 0 && !name.isEmpty()) {
            names.add(name);
        }
    }

    private static String verdict(WalkStep step) {
        return switch (step.verdict()) {
            case TABLE ->
                "-> " + step.mode().table(step.level() - 1) + " at " + hex(TableBuilder.address(step.entry()));
            case PAGE -> "-> page of " + TableBuilder.size(1L << step.mode().shift(step.level()));
            case ABSENT -> "absent";
            case RESERVED -> "a reserved bit is set";
            case MISCONFIGURED -> "misconfigured";
        };
    }

    /** What entries leave: {@code rwx user}. */
    public static String rights(int rights, Stage.Kind kind) {
        String who = kind == Stage.Kind.EPT ? "" : (rights & Permissions.USER) != 0 ? " user" : " supervisor";
        return ((rights & Permissions.READABLE) != 0 ? "r" : "-")
                + ((rights & Permissions.WRITABLE) != 0 ? "w" : "-")
                + ((rights & Permissions.EXECUTABLE) != 0 ? "x" : "-")
                + who;
    }

    /** {@code write, ring 3}. */
    public static String access(Access access) {
        return access.type().name().toLowerCase(Locale.ROOT)
                + ", ring " + access.cpl()
                + (access.ac() ? ", AC=1" : "")
                + (access.implicit() ? ", implicit" : "");
    }

    /** How it ended. */
    public static String outcome(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Translated at ->
                "physical " + hex(at.physical())
                        + (at.guestPhysical() == at.physical() ? "" : ", guest-physical " + hex(at.guestPhysical()))
                        + " (page of " + TableBuilder.size(at.pageBytes()) + ")";
            case Fault.PageFault fault ->
                "page fault: error " + hex(fault.error()) + " (" + errorBits(fault.error()) + "), CR2 "
                        + hex(fault.cr2());
            case Fault.GeneralProtection fault ->
                switch (fault.stage()) {
                    case ACCESS -> "general protection: the address is not canonical";
                    case LOAD -> "general protection: the register can't be loaded";
                };
            case Fault.EptViolation fault ->
                "EPT violation: guest-physical " + hex(fault.guestPhysical()) + ", qualification "
                        + hex(fault.qualification());
            case Fault.EptMisconfiguration fault ->
                "EPT misconfiguration: guest-physical " + hex(fault.guestPhysical());
            case Fault.NestedPageFault fault ->
                "nested page fault: guest-physical " + hex(fault.guestPhysical()) + ", info " + hex(fault.info1());
        };
    }

    /** An error code by the names of its bits; those that are 0 say what they mean too. */
    public static String errorBits(int error) {
        List<String> names = new ArrayList<>();
        names.add((error & Fault.PRESENT) != 0 ? "present" : "absent");
        names.add((error & Fault.FETCH) != 0 ? "fetch" : (error & Fault.WRITE) != 0 ? "write" : "read");
        names.add((error & Fault.USER) != 0 ? "user" : "supervisor");
        if ((error & Fault.RESERVED) != 0) {
            names.add("reserved bit");
        }
        if ((error & Fault.KEY) != 0) {
            names.add("protection key");
        }
        return String.join(", ", names);
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
