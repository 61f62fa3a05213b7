package org.ringlab.mmu.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.mmu.memory.PhysicalMemory;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.paging.Walker;

/**
 * One recorded access: tables, registers, an address; answered with the outcome in the recording's form.
 *
 * <p>Cases with {@code kind} ept or npt have a second dimension, whose root is {@code root}.
 */
public final class WalkReplay {
    private static final List<String> MODES = List.of("32", "pae", "4level", "5level");

    private WalkReplay() {}

    /** {@code {id, out}}, or {@code {id, error}} for a case that can't be run. */
    public static Map<String, Object> answer(Map<String, ?> row) {
        Fields fields = new Fields(row);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", row.get("id"));
        Map<String, Object> out = run(fields, row.get("access"));
        Optional<String> problem = fields.problem();
        if (problem.isPresent()) {
            answer.put("error", problem.get());
        } else {
            answer.put("out", out);
        }
        return answer;
    }

    private static Map<String, Object> run(Fields fields, @Nullable Object nestedAccess) {
        PagingMode mode = mode(fields.word("mode", MODES));
        ControlRegisters control = registers(mode, fields);
        String kind = fields.has("kind") ? fields.word("kind", List.of("ept", "npt")) : "";
        CpuModel cpu = CpuModel.STANDARD;
        PhysicalMemory memory = new PhysicalMemory(52);
        fillMemory(memory, fields, mode);
        // The access may be an object of its own or lie among the other fields.
        Fields access = nestedAccess instanceof Map<?, ?> tree ? new Fields(tree) : fields;
        long la = access.number("la", mode == PagingMode.BITS32 || mode == PagingMode.PAE ? 32 : 64);
        Access wanted = new Access(
                type(access.word("type", List.of("read", "write", "fetch"))),
                access.integer("cpl", 0, 3),
                access.integer("ac", 0, 1, 0) == 1,
                false);
        long root = kind.isEmpty() ? 0 : fields.number("root", 52);
        access.problem().ifPresent(fields::wrong);
        if (fields.problem().isPresent()) {
            return Map.of();
        }
        Stage below = switch (kind) {
            case "ept" -> Stage.extended(root, cpu);
            case "npt" -> Stage.nested(ControlRegisters.of(PagingMode.LEVEL4, root), cpu);
            default -> null;
        };
        Walker walker = new Walker(memory, cpu);
        Stage stage = walker.load(control, below);
        if (stage == null) {
            return outcome(walker.fault(), List.of(), false);
        }
        Walk walk = walker.explain(stage, la, wanted);
        Map<String, Object> out = outcome(walk.outcome(), walk.written(), below != null);
        if (below != null) {
            out.put("references", walk.references());
        }
        return out;
    }

    /** PG, PE, PAE, LA57 and LME follow from the mode. */
    static ControlRegisters registers(PagingMode mode, Fields fields) {
        ControlRegisters implied = ControlRegisters.of(mode, 0);
        long cr0 = fields.number("cr0", 32) | ControlRegisters.CR0_PE | ControlRegisters.CR0_PG;
        long modeBits = ControlRegisters.CR4_PAE | ControlRegisters.CR4_LA57;
        long cr4 = fields.number("cr4", 32) & ~modeBits | implied.cr4() & modeBits;
        long lme = ControlRegisters.EFER_LME;
        long efer = fields.number("efer", 16, 0) & ~lme | implied.efer() & lme;
        int pkru = (int) fields.number("pkru", 32, 0);
        int pkrs = (int) fields.number("pkrs", 32, 0);
        boolean narrow = mode == PagingMode.BITS32 || mode == PagingMode.PAE;
        return new ControlRegisters(cr0, fields.number("cr3", narrow ? 32 : 64), cr4, efer, pkru, pkrs);
    }

    static PagingMode mode(String word) {
        return switch (word) {
            case "32" -> PagingMode.BITS32;
            case "pae" -> PagingMode.PAE;
            case "5level" -> PagingMode.LEVEL5;
            default -> PagingMode.LEVEL4;
        };
    }

    static Access.Type type(String word) {
        return switch (word) {
            case "write" -> Access.Type.WRITE;
            case "fetch" -> Access.Type.FETCH;
            default -> Access.Type.READ;
        };
    }

    /** {@code mem}: [address, value] or [address, value, bytes]. */
    static void fillMemory(PhysicalMemory memory, Fields fields, PagingMode mode) {
        for (List<?> row : fields.rows("mem", 2, 3)) {
            int bytes = row.size() == 3 ? (int) fields.number("mem bytes", row.get(2), 8) : mode.entryBytes();
            if (bytes != 4 && bytes != 8) {
                fields.wrong("mem: " + bytes + " bytes (allowed: 4, 8)");
                return;
            }
            long address = fields.number("mem address", row.get(0), 52);
            if (address % bytes != 0) {
                fields.wrong("mem address: 0x" + Long.toHexString(address) + " (allowed: multiples of " + bytes + ")");
                return;
            }
            long value = fields.number("mem value", row.get(1), bytes * 8);
            if (bytes == 4) {
                memory.writeInt(address, value);
            } else {
                memory.writeLong(address, value);
            }
        }
    }

    private static Map<String, Object> outcome(Outcome outcome, List<Walk.Written> written, boolean nested) {
        Map<String, Object> out = new LinkedHashMap<>();
        switch (outcome) {
            case Outcome.Translated at -> {
                out.put("outcome", "ok");
                out.put("pa", hex(at.physical()));
                if (nested) {
                    out.put("gpa", hex(at.guestPhysical()));
                } else {
                    out.put("page_size", at.pageBytes());
                }
                List<List<String>> changed = new ArrayList<>();
                written.forEach(w -> changed.add(List.of(hex(w.physical()), hex(w.value()))));
                out.put("written", changed);
            }
            case Fault.PageFault fault -> {
                out.put("outcome", "pf");
                out.put("error", fault.error());
                out.put("cr2", hex(fault.cr2()));
                if (!nested) {
                    out.put("level", fault.level());
                }
            }
            case Fault.GeneralProtection fault -> {
                out.put("outcome", "gp");
                out.put("error", 0);
                out.put("stage", fault.stage() == Fault.GeneralProtection.Stage.ACCESS ? "access" : "load");
            }
            case Fault.EptViolation fault -> {
                out.put("outcome", "ept_violation");
                out.put("qualification", fault.qualification());
                out.put("gpa", hex(fault.guestPhysical()));
                out.put("linear", hex(fault.linear()));
            }
            case Fault.EptMisconfiguration fault -> {
                out.put("outcome", "ept_misconfig");
                out.put("gpa", hex(fault.guestPhysical()));
            }
            case Fault.NestedPageFault fault -> {
                out.put("outcome", "npf");
                out.put("info1", hex(fault.info1()));
                out.put("gpa", hex(fault.guestPhysical()));
            }
        }
        return out;
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
