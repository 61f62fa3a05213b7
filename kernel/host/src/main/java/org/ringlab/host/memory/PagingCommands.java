package org.ringlab.host.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.common.SeededRandom;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.ControlRegisters;
import org.ringlab.mmu.paging.CpuModel;
import org.ringlab.mmu.paging.EntryBits;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.paging.Stage;
import org.ringlab.mmu.paging.TableBuilder;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.paging.WalkStep;
import org.ringlab.mmu.paging.Walker;
import org.ringlab.mmu.text.WalkText;
import org.ringlab.mmu.tlb.DataCache;
import org.ringlab.mmu.tlb.Explained;
import org.ringlab.mmu.tlb.Mmu;
import org.ringlab.mmu.tlb.Replacement;
import org.ringlab.mmu.tlb.Tlb;
import org.ringlab.mmu.tlb.TlbEntry;
import org.ringlab.mmu.tlb.TlbShape;

/** {@code memory new, map, unmap, poke, peek, cr0…, read, write, fetch, walk, invlpg, tlb, pattern}. */
final class PagingCommands {
    private static final int MOST_PAGES = 1 << 16;
    private static final int MOST_ACCESSES = 1 << 22;

    private final MemoryBench bench;

    PagingCommands(MemoryBench bench) {
        this.bench = bench;
    }

    Reply renew(List<String> words) {
        Arguments in = new Arguments(
                words, List.of("mode", "physical", "tlb", "replacement", "nested"), List.of("walk-cache"));
        in.operands(0, 0, MemoryVerbs.usage("new"));
        PagingMode mode = mode(in.oneOf("--mode", in.text("mode", "4level"), List.of("32", "pae", "4level", "5level")));
        Stage.Kind below = switch (in.oneOf("--nested", in.text("nested", "none"), List.of("none", "ept", "npt"))) {
            case "ept" -> Stage.Kind.EPT;
            case "npt" -> Stage.Kind.NESTED;
            default -> Stage.Kind.ORDINARY;
        };
        // a guest's memory lies behind its host's tables
        int bits = in.integer("physical", below == Stage.Kind.ORDINARY ? 25 : 30, 52, 40);
        Replacement replacement = switch (in.oneOf(
                "--replacement", in.text("replacement", "lru"), List.of("lru", "plru", "fifo", "random"))) {
            case "plru" -> Replacement.TREE_PLRU;
            case "fifo" -> Replacement.FIFO;
            case "random" -> Replacement.RANDOM;
            default -> Replacement.LRU;
        };
        TlbShape shape = shape(in, in.text("tlb", "desktop"), replacement);
        if (in.has("walk-cache")) {
            shape = shape.withWalkCache(16);
        }
        shape.problems().forEach(in::wrong);
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        CpuModel.Vendor vendor = below == Stage.Kind.NESTED ? CpuModel.Vendor.AMD : CpuModel.Vendor.INTEL;
        bench.renew(mode, new CpuModel(vendor, bits, true, true), shape, below);
        return Reply.silent();
    }

    private static TlbShape shape(Arguments in, String word, Replacement replacement) {
        int by = word.indexOf('x');
        if (by > 0) {
            int sets = in.integer("--tlb sets", word.substring(0, by), 1, 1 << 16);
            int ways = in.integer("--tlb ways", word.substring(by + 1), 1, 64);
            return in.problem().isPresent() ? TlbShape.NONE : TlbShape.single(sets, ways, replacement);
        }
        return in.oneOf("--tlb", word, List.of("desktop", "none", "SETSxWAYS")).equals("none")
                ? TlbShape.NONE
                : TlbShape.DESKTOP;
    }

    private static PagingMode mode(String word) {
        return switch (word) {
            case "32" -> PagingMode.BITS32;
            case "pae" -> PagingMode.PAE;
            case "5level" -> PagingMode.LEVEL5;
            default -> PagingMode.LEVEL4;
        };
    }

    Reply map(List<String> words) {
        Arguments in = new Arguments(words, List.of("size", "rights", "count"), List.of());
        in.operands(2, 2, MemoryVerbs.usage("map"));
        long linear = in.number(0, "linear address");
        long physical = in.number(1, "physical address");
        long size = in.number("--size", in.text("size", "4K"));
        int count = in.integer("count", 1, MOST_PAGES, 1);
        String rights = in.text("rights", "rwxu");
        if (!rights.matches("[rwxug]*")) {
            in.wrong("--rights: " + rights + " (allowed: letters of rwxug)");
        }
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        boolean narrow = bench.mmu().stage().mode() == PagingMode.BITS32;
        long flags = (rights.contains("w") ? EntryBits.WRITABLE : 0)
                | (rights.contains("u") ? EntryBits.USER : 0)
                | (rights.contains("g") ? EntryBits.GLOBAL : 0)
                | (rights.contains("x") || narrow ? 0 : EntryBits.NO_EXECUTE);
        for (int page = 0; page < count; page++) {
            Optional<String> problem = bench.tables().map(linear + page * size, physical + page * size, size, flags);
            if (problem.isPresent()) {
                return Reply.wrong(problem.get());
            }
        }
        return bench.mmu().stage().mode() == PagingMode.PAE ? reload() : Reply.silent();
    }

    /** PDPTE registers are read when CR3 is loaded, so a new PDPT entry needs that. */
    private Reply reload() {
        return said(bench.mmu().movCr3(bench.mmu().control().cr3()));
    }

    private static Reply said(Optional<Fault> fault) {
        return fault.isPresent() ? Reply.failed(List.of(WalkText.outcome(fault.get()))) : Reply.silent();
    }

    Reply unmap(List<String> words) {
        Arguments in = new Arguments(words, List.of(), List.of());
        in.operands(1, 1, MemoryVerbs.usage("unmap"));
        long linear = in.number(0, "linear address");
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        long at = bench.tables().lastEntry(linear);
        if (at < 0 || (bench.tables().read(at) & EntryBits.PRESENT) == 0) {
            return Reply.wrong("linear address: " + hex(linear) + " isn't mapped");
        }
        bench.tables().write(at, 0);
        return Reply.silent();
    }

    Reply poke(List<String> words) {
        Arguments in = new Arguments(words, List.of(), List.of());
        in.operands(2, 2, MemoryVerbs.usage("poke"));
        long at = aligned(in, in.number(0, "physical address"));
        long value = in.number(1, "value");
        if (entryBytes() == 4 && value >>> 32 != 0) {
            in.wrong("value: " + hex(value) + " (allowed: 0x0 to 0xffffffff)");
        }
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        if (entryBytes() == 4) {
            bench.mmu().memory().writeInt(at, value);
        } else {
            bench.mmu().memory().writeLong(at, value);
        }
        return Reply.silent();
    }

    Reply peek(List<String> words) {
        Arguments in = new Arguments(words, List.of(), List.of());
        in.operands(1, 2, MemoryVerbs.usage("peek"));
        long at = aligned(in, in.number(0, "physical address"));
        int count = in.count() > 1 ? in.integer(1, "count", 1, 512) : 1;
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long here = at + (long) i * entryBytes();
            long entry = entryBytes() == 4
                    ? bench.mmu().memory().readInt(here)
                    : bench.mmu().memory().readLong(here);
            lines.add(hex(here) + ": " + hex(entry));
        }
        return Reply.of(lines);
    }

    private int entryBytes() {
        return bench.mmu().stage().mode().entryBytes() == 4 ? 4 : 8;
    }

    private long aligned(Arguments in, long address) {
        if (address % entryBytes() != 0 || !bench.mmu().memory().holds(address)) {
            in.wrong("physical address: " + hex(address) + " (allowed: multiples of " + entryBytes() + " up to "
                    + hex((1L << bench.mmu().memory().addressBits()) - entryBytes()) + ")");
        }
        return address;
    }

    Reply register(String name, List<String> words) {
        Arguments in = new Arguments(words, List.of(), List.of());
        in.operands(0, 1, MemoryVerbs.usage(name));
        Mmu mmu = bench.mmu();
        if (in.problem().isEmpty() && in.count() == 0) {
            ControlRegisters control = mmu.control();
            return Reply.of(List.of(name + " = "
                    + hex(
                            switch (name) {
                                case "cr0" -> control.cr0();
                                case "cr3" -> control.cr3();
                                case "cr4" -> control.cr4();
                                case "pkru" -> control.pkru();
                                default -> mmu.cr2();
                            })));
        }
        long value = in.number(0, name);
        if (name.equals("cr2")) {
            in.wrong("cr2 is written by page faults (allowed: reading it)");
        }
        if (name.equals("pkru") && value >>> 32 != 0) {
            in.wrong("pkru: " + hex(value) + " (allowed: 0x0 to 0xffffffff)");
        }
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        if (name.equals("pkru")) {
            mmu.wrpkru((int) value);
            return Reply.silent();
        }
        return said(
                switch (name) {
                    case "cr0" -> mmu.movCr0(value);
                    case "cr3" -> mmu.movCr3(value);
                    default -> mmu.movCr4(value);
                });
    }

    /** One access through TLB and tables; status 1 on a fault. */
    Reply access(Access.Type type, List<String> words) {
        Arguments in = new Arguments(words, List.of("ring"), List.of("ac"));
        in.operands(1, 1, MemoryVerbs.usage(type.name().toLowerCase(Locale.ROOT)));
        Access access = new Access(type, in.integer("ring", 0, 3, 3), in.has("ac"), false);
        long linear = in.number(0, "linear address");
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        Explained explained = bench.mmu().explain(linear, access);
        String how = explained.hit()
                ? "TLB hit"
                : "walk, " + explained.walk().map(w -> entries(w)).orElse(0) + " entries";
        String line = WalkText.outcome(explained.outcome()) + ", " + how;
        if (explained.outcome() instanceof Outcome.Translated at) {
            bench.firstCache().access(at.physical(), type == Access.Type.WRITE);
            return Reply.of(List.of(line));
        }
        return Reply.failed(List.of(line));
    }

    private static int entries(Walk walk) {
        return (int) walk.steps().stream().filter(WalkStep::inMemory).count();
    }

    /** The walk without TLB, which changes nothing. */
    Reply walk(List<String> words) {
        Arguments in = new Arguments(words, List.of("ring"), List.of("write", "fetch", "ac"));
        in.operands(1, 1, MemoryVerbs.usage("walk"));
        long linear = in.number(0, "linear address");
        Access.Type type = in.has("write") ? Access.Type.WRITE : in.has("fetch") ? Access.Type.FETCH : Access.Type.READ;
        Access access = new Access(type, in.integer("ring", 0, 3, 3), in.has("ac"), false);
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        Walk walk = new Walker(bench.mmu().memory(), bench.mmu().cpu())
                .inspect(bench.mmu().stage(), linear, access);
        List<String> lines = WalkText.lines(walk, bench.mmu().stage().mode());
        Reply reply = walk.outcome() instanceof Outcome.Translated ? Reply.of(lines) : Reply.failed(lines);
        return reply.with(walk);
    }

    Reply invlpg(List<String> words) {
        Arguments in = new Arguments(words, List.of(), List.of());
        in.operands(1, 1, MemoryVerbs.usage("invlpg"));
        long linear = in.number(0, "linear address");
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        bench.mmu().invlpg(linear);
        return Reply.silent();
    }

    Reply invpcid(List<String> words) {
        Arguments in = new Arguments(words, List.of(), List.of());
        in.operands(1, 3, MemoryVerbs.usage("invpcid"));
        long type = in.number(0, "type");
        long pcid = in.count() > 1 ? in.number(1, "PCID") : 0;
        long linear = in.count() > 2 ? in.number(2, "linear address") : 0;
        return in.problem().isPresent() ? Reply.wrong(in) : said(bench.mmu().invpcid(type, pcid, linear));
    }

    /** Where guest-physical pages lie in the host's memory. */
    Reply second(List<String> words) {
        Arguments in = new Arguments(words, List.of("size", "rights", "count"), List.of());
        in.operands(2, 2, MemoryVerbs.usage("second"));
        long guest = in.number(0, "guest-physical address");
        long host = in.number(1, "host-physical address");
        long size = in.number("--size", in.text("size", "4K"));
        int count = in.integer("count", 1, MOST_PAGES, 1);
        String rights = in.text("rights", "rwx");
        if (!rights.matches("r?w?x?")) {
            in.wrong("--rights: " + rights + " (allowed: letters of rwx)");
        }
        for (int page = 0; in.problem().isEmpty() && page < count; page++) {
            bench.mapSecond(guest + page * size, host + page * size, size, rights.contains("w"), rights.contains("x"))
                    .ifPresent(in::wrong);
        }
        return in.problem().isPresent() ? Reply.wrong(in) : Reply.silent();
    }

    Reply invept(List<String> words) {
        Arguments in = new Arguments(words, List.of(), List.of());
        in.operands(0, 0, MemoryVerbs.usage("invept"));
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        bench.mmu().invept();
        return Reply.silent();
    }

    Reply tlb(List<String> words) {
        Arguments in = new Arguments(words, List.of(), List.of());
        in.operands(0, 0, MemoryVerbs.usage("tlb"));
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        List<String> lines = new ArrayList<>();
        for (TlbEntry entry : bench.mmu().tlbEntries()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%s set %d way %d: %s -> %s %s %s%s%s",
                    entry.array(),
                    entry.set(),
                    entry.way(),
                    hex(entry.address()),
                    hex(entry.physical()),
                    TableBuilder.size(1L << entry.shift()),
                    WalkText.rights(entry.rights(), Stage.Kind.ORDINARY),
                    entry.dirty() ? " dirty" : "",
                    entry.global() ? " global" : " pcid " + entry.pcid()));
        }
        Tlb tlb = bench.mmu().tlb();
        lines.add("hits " + tlb.hits() + ", second-level hits " + tlb.secondHits() + ", misses " + tlb.misses());
        return Reply.of(lines);
    }

    /** Many reads by a pattern, and where they were found. */
    Reply pattern(List<String> words) {
        Arguments in = new Arguments(words, List.of("step", "count", "random"), List.of());
        in.operands(2, 2, MemoryVerbs.usage("pattern"));
        long start = in.number(0, "start");
        long bytes = in.number(1, "bytes");
        long step = in.number("--step", in.text("step", "8"));
        if (in.problem().isEmpty() && (bytes <= 0 || step <= 0 || step > bytes)) {
            in.wrong("bytes, --step: " + bytes + ", " + step + " (allowed: a step from 1 to the bytes)");
        }
        long places = in.problem().isPresent() ? 1 : Math.max(1, bytes / step);
        int count = in.integer("count", 1, MOST_ACCESSES, (int) Math.min(places, MOST_ACCESSES));
        long seed = in.number("--random", in.text("random", "0"));
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        SeededRandom random = new SeededRandom(seed);
        Mmu mmu = bench.mmu();
        Tlb tlb = mmu.tlb();
        DataCache cache = bench.firstCache();
        long[] before = {tlb.hits(), tlb.secondHits(), tlb.misses(), cache.hits(), cache.misses()};
        for (int i = 0; i < count; i++) {
            long place = in.has("random") ? Long.remainderUnsigned(random.nextLong(), places) : i % places;
            long physical = mmu.translate(start + place * step, Access.USER_READ);
            if (physical < 0) {
                return Reply.failed(List.of(WalkText.outcome(mmu.fault())));
            }
            cache.access(physical, false);
        }
        return Reply.of(List.of(
                "accesses " + count,
                "TLB: hits " + (tlb.hits() - before[0]) + ", second-level hits " + (tlb.secondHits() - before[1])
                        + ", misses " + (tlb.misses() - before[2]),
                "L1 cache: hits " + (cache.hits() - before[3]) + ", misses " + (cache.misses() - before[4])));
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
