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
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.TlbShape;

/**
 * A script of a kernel that edits its page tables under a TLB: reads, writes and fetches in ring 0, stores to tables, and
 * the instructions that flush.
 *
 * <p>The recorded machines have no paging-structure caches and drop other PCIDs' entries at each switch; so does this one.
 */
public final class TlbReplay {
    private static final List<String> MODES = List.of("32", "pae", "4level", "5level");
    private static final List<String> OPERATIONS = List.of(
            "read", "write", "fetch", "read physical", "store", "invlpg", "invpcid", "mov cr0", "mov cr3", "mov cr4");

    private TlbReplay() {}

    /**
     * {@code {id, ops, each}}, or {@code {id, error}}: {@code ops} holds what came of each read, write and fetch,
     * {@code each} of every line of the script, null where there is nothing to tell.
     */
    public static Map<String, Object> answer(Map<String, ?> row) {
        Map<String, Object> tree = flattened(row);
        Fields fields = new Fields(tree);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", tree.get("id"));
        List<@Nullable Object> each = new ArrayList<>();
        List<@Nullable Object> accesses = new ArrayList<>();
        run(fields, each, accesses);
        Optional<String> problem = fields.problem();
        if (problem.isPresent()) {
            answer.put("error", problem.get());
        } else {
            answer.put("ops", accesses);
            answer.put("each", each);
        }
        return answer;
    }

    /** A script may lie beside the header's fields, or below them as {@code script}, or as the only one of {@code scripts}. */
    private static Map<String, Object> flattened(Map<String, ?> row) {
        Map<String, Object> tree = new LinkedHashMap<>(row);
        Object script =
                row.get("scripts") instanceof List<?> list && list.size() == 1 ? list.get(0) : row.get("script");
        if (script instanceof Map<?, ?> inner) {
            inner.forEach((key, value) -> tree.put(String.valueOf(key), value));
        }
        return tree;
    }

    private static void run(Fields fields, List<@Nullable Object> each, List<@Nullable Object> accesses) {
        PagingMode mode = WalkReplay.mode(fields.word("mode", MODES));
        ControlRegisters control = WalkReplay.registers(mode, fields);
        PhysicalMemory memory = new PhysicalMemory(52);
        WalkReplay.fillMemory(memory, fields, mode);
        List<?> operations = fields.list("ops");
        if (fields.problem().isPresent()) {
            return;
        }
        Mmu mmu = new Mmu(memory, CpuModel.STANDARD, TlbShape.DESKTOP.forgetful());
        if (mmu.load(control).isPresent()) {
            fields.wrong("cr3: the page directory pointers it names can't be loaded (allowed: reserved bits 0)");
            return;
        }
        for (Object operation : operations) {
            if (!(operation instanceof Map<?, ?> tree)) {
                fields.wrong("ops: an item is not an object (allowed: {op, a, …})");
                return;
            }
            Fields of = new Fields(tree);
            String name = of.word("op", OPERATIONS);
            Optional<Map<String, Object>> outcome =
                    of.problem().isPresent() ? Optional.empty() : perform(mmu, name, of, mode.entryBytes());
            of.problem().ifPresent(problem -> fields.wrong("ops[" + each.size() + "]: " + problem));
            if (fields.problem().isPresent()) {
                return;
            }
            each.add(outcome.orElse(null));
            if (name.equals("read") || name.equals("write") || name.equals("fetch")) {
                accesses.add(outcome.orElse(null));
            }
        }
    }

    private static Optional<Map<String, Object>> perform(Mmu mmu, String name, Fields of, int entryBytes) {
        return switch (name) {
            case "read", "write", "fetch" -> {
                long address = of.number("a", 64);
                if (of.problem().isPresent()) {
                    yield Optional.empty();
                }
                long physical = mmu.translate(address, new Access(WalkReplay.type(name), 0));
                // Every frame of the recorded machines holds its own address.
                yield Optional.of(physical < 0 ? fault(mmu.fault()) : Map.of("ok", WalkReplay.hex(physical & -4096L)));
            }
            case "read physical" -> {
                long address = aligned(of, entryBytes);
                long value = entryBytes == 4
                        ? mmu.memory().readInt(address)
                        : mmu.memory().readLong(address);
                yield Optional.of(Map.of("ok", WalkReplay.hex(value)));
            }
            case "store" -> {
                long address = aligned(of, entryBytes);
                long value = of.number("value", entryBytes * 8);
                if (entryBytes == 4) {
                    mmu.memory().writeInt(address, value);
                } else {
                    mmu.memory().writeLong(address, value);
                }
                yield Optional.empty();
            }
            case "invlpg" -> {
                mmu.invlpg(of.number("a", 64));
                yield Optional.empty();
            }
            case "invpcid" ->
                mmu.invpcid(of.number("type", 64), of.number("pcid", 64, 0), of.number("la", 64, 0))
                        .map(TlbReplay::fault);
            case "mov cr0" -> mmu.movCr0(of.number("a", 64)).map(TlbReplay::fault);
            case "mov cr3" -> mmu.movCr3(of.number("a", 64)).map(TlbReplay::fault);
            case "mov cr4" -> mmu.movCr4(of.number("a", 64)).map(TlbReplay::fault);
            default -> throw new IllegalStateException("an operation of the list without a case: " + name);
        };
    }

    private static long aligned(Fields of, int bytes) {
        long address = of.number("a", 52);
        if (address % bytes != 0) {
            of.wrong("a: 0x" + Long.toHexString(address) + " (allowed: multiples of " + bytes + ")");
        }
        return address;
    }

    private static Map<String, Object> fault(Fault fault) {
        Map<String, Object> told = new LinkedHashMap<>();
        if (fault instanceof Fault.PageFault page) {
            told.put("vec", 14);
            told.put("error", page.error());
            told.put("cr2", WalkReplay.hex(page.cr2()));
        } else {
            told.put("vec", 13);
            told.put("error", 0);
        }
        return told;
    }
}
