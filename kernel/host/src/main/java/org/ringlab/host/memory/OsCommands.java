package org.ringlab.host.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.mmu.os.OperatingSystem;
import org.ringlab.mmu.os.OsEvent;
import org.ringlab.mmu.os.OsShape;
import org.ringlab.mmu.os.Process;
import org.ringlab.mmu.os.Region;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.PagingMode;
import org.ringlab.mmu.text.WalkText;

/** {@code memory os …}: a small kernel with processes. */
final class OsCommands {
    private static final String USAGE =
            "os boot | start NAME | map PID START BYTES | read PID ADDRESS | write PID ADDRESS"
                    + " | fork PID | exit PID | ps | pcb PID | free | events";

    private final MemoryBench bench;

    OsCommands(MemoryBench bench) {
        this.bench = bench;
    }

    Reply run(List<String> words) {
        String verb = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        return switch (verb) {
            case "boot" -> boot(rest);
            case "start" ->
                withOs(rest, List.of("priority", "oom"), 1, 1, "os start NAME [--priority N] [--oom N]", this::start);
            case "map" ->
                withOs(
                        rest,
                        List.of("rights", "name"),
                        3,
                        3,
                        "os map PID START BYTES [--rights rwxs] [--name NAME]",
                        this::map);
            case "read" ->
                withOs(
                        rest,
                        List.of("pages"),
                        2,
                        2,
                        "os read PID ADDRESS [--pages N]",
                        (os, in) -> touch(os, in, Access.Type.READ));
            case "write" ->
                withOs(
                        rest,
                        List.of("pages"),
                        2,
                        2,
                        "os write PID ADDRESS [--pages N]",
                        (os, in) -> touch(os, in, Access.Type.WRITE));
            case "fork" -> withOs(rest, List.of(), 1, 1, "os fork PID", this::fork);
            case "exit" -> withOs(rest, List.of(), 1, 1, "os exit PID", this::exit);
            case "ps" -> withOs(rest, List.of(), 0, 0, "os ps", (os, in) -> Reply.of(list(os)));
            case "pcb" -> withOs(rest, List.of(), 1, 1, "os pcb PID", this::block);
            case "free" -> withOs(rest, List.of(), 0, 0, "os free", (os, in) -> Reply.of(free(os)));
            case "events" ->
                withOs(
                        rest,
                        List.of(),
                        0,
                        0,
                        "os events",
                        (os, in) -> Reply.of(
                                os.events().stream().map(OsCommands::event).toList()));
            default -> Reply.wrong("usage: memory " + USAGE);
        };
    }

    private interface OsVerb {
        Reply run(OperatingSystem os, Arguments in);
    }

    private Reply withOs(List<String> words, List<String> options, int least, int most, String usage, OsVerb verb) {
        Arguments in = new Arguments(words, options, List.of());
        in.operands(least, most, usage);
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        Optional<OperatingSystem> os = bench.os();
        return os.isPresent() ? verb.run(os.get(), in) : Reply.wrong("no kernel runs yet (memory os boot)");
    }

    private Reply boot(List<String> words) {
        Arguments in = new Arguments(words, List.of("mode", "frames", "swap", "overcommit", "ratio"), List.of());
        in.operands(
                0,
                0,
                "os boot [--mode 32|pae|4level|5level] [--frames N] [--swap PAGES] [--overcommit 0|1|2]"
                        + " [--ratio PERCENT]");
        PagingMode mode = switch (in.oneOf("--mode", in.text("mode", "32"), List.of("32", "pae", "4level", "5level"))) {
            case "pae" -> PagingMode.PAE;
            case "4level" -> PagingMode.LEVEL4;
            case "5level" -> PagingMode.LEVEL5;
            default -> PagingMode.BITS32;
        };
        OsShape shape = new OsShape(
                mode,
                in.integer("frames", 0, Integer.MAX_VALUE, 1024),
                in.integer("swap", 0, Integer.MAX_VALUE, 0),
                in.integer("overcommit", 0, 2, 0),
                in.integer("ratio", 0, 100, 50));
        shape.problems().forEach(in::wrong);
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        bench.boot(new OperatingSystem(shape));
        return Reply.silent();
    }

    private Reply start(OperatingSystem os, Arguments in) {
        int priority = in.integer("priority", -20, 19, 0);
        int oom = in.integer("oom", -1000, 1000, 0);
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        Optional<Process> started = os.start(in.word(0));
        started.ifPresent(process -> os.adjust(process, priority, oom));
        return started.map(process -> Reply.of(List.of("pid " + process.pid())))
                .orElseGet(() -> Reply.failed(List.of("no frame is left for its tables")));
    }

    private Reply map(OperatingSystem os, Arguments in) {
        long start = in.number(1, "start");
        long bytes = in.number(2, "bytes");
        String rights = in.text("rights", "rw");
        if (!rights.matches("[rwxs]+")) {
            in.wrong("--rights: " + rights + " (allowed: letters of rwxs)");
        }
        Optional<Process> process = process(os, in);
        if (process.isEmpty()) {
            return Reply.wrong(in);
        }
        Region region = new Region(
                start,
                start + bytes,
                rights.contains("w"),
                rights.contains("x"),
                rights.contains("s"),
                in.text("name", "anonymous"));
        return os.map(process.get(), region)
                .map(problem -> problem.startsWith("ENOMEM") ? Reply.failed(List.of(problem)) : Reply.wrong(problem))
                .orElse(Reply.silent());
    }

    private Reply touch(OperatingSystem os, Arguments in, Access.Type type) {
        long address = in.number(1, "address");
        int pages = in.integer("pages", 1, 1 << 16, 1);
        Optional<Process> process = process(os, in);
        if (process.isEmpty()) {
            return Reply.wrong(in);
        }
        int before = os.events().size();
        boolean alive = true;
        long physical = -1;
        for (int page = 0; page < pages && alive; page++) {
            physical = os.access(process.get(), address + page * 4096L, type);
            alive = physical >= 0;
        }
        List<String> lines =
                new ArrayList<>(os.events().subList(before, os.events().size()).stream()
                        .map(OsCommands::event)
                        .toList());
        if (alive) {
            lines.add("physical 0x" + Long.toHexString(physical));
        }
        return alive ? Reply.of(lines) : Reply.failed(lines);
    }

    private Reply fork(OperatingSystem os, Arguments in) {
        Optional<Process> process = process(os, in);
        return process.isEmpty()
                ? Reply.wrong(in)
                : os.fork(process.get())
                        .map(child -> Reply.of(List.of("pid " + child.pid())))
                        .orElseGet(() -> Reply.failed(List.of("ENOMEM: the kernel doesn't promise that much again")));
    }

    private Reply exit(OperatingSystem os, Arguments in) {
        Optional<Process> process = process(os, in);
        process.ifPresent(p -> os.exit(p, "exit"));
        return process.isEmpty() ? Reply.wrong(in) : Reply.silent();
    }

    private Reply block(OperatingSystem os, Arguments in) {
        Optional<Process> process = process(os, in);
        if (process.isEmpty()) {
            return Reply.wrong(in);
        }
        Process p = process.get();
        List<String> lines = new ArrayList<>(List.of(
                "pid " + p.pid() + "  name " + p.name() + "  parent " + p.parent() + "  state " + p.state(),
                "priority " + p.priority() + "  cpu time " + p.cpuTime() + " ticks",
                "cr3 0x" + Long.toHexString(p.cr3()) + "  page-table frames " + p.tableFrames(),
                "virtual " + p.virtualBytes() / 4096 + " pages  resident " + p.residentFrames() + "  swapped "
                        + p.swappedPages(),
                "minor faults " + p.minorFaults() + "  major faults " + p.majorFaults() + "  copies on write "
                        + p.copies()));
        p.regions().forEach(region -> lines.add("  " + region));
        return Reply.of(lines);
    }

    private static List<String> list(OperatingSystem os) {
        List<String> lines = new ArrayList<>();
        lines.add("PID PPID STATE    VIRT   RES  SWAP NAME");
        for (Process p : os.processes()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%3d %4d %-8s %4d %5d %5d %s",
                    p.pid(),
                    p.parent(),
                    p.state(),
                    p.virtualBytes() / 4096,
                    p.residentFrames(),
                    p.swappedPages(),
                    p.name()));
        }
        return lines;
    }

    private static List<String> free(OperatingSystem os) {
        String limit = os.shape().overcommit() == 2 ? ", limit " + os.shape().commitLimit() : "";
        return List.of(
                "frames " + os.shape().frames() + ", free " + os.freeFrames(),
                "committed " + os.committedPages() + " pages, overcommit mode "
                        + os.shape().overcommit() + limit);
    }

    private static Optional<Process> process(OperatingSystem os, Arguments in) {
        int pid = in.integer(0, "pid", 1, Integer.MAX_VALUE);
        Optional<Process> found =
                os.processes().stream().filter(p -> p.pid() == pid).findFirst();
        if (found.isEmpty()) {
            in.wrong("pid: " + in.word(0) + " (allowed: "
                    + os.processes().stream().map(p -> String.valueOf(p.pid())).toList() + ")");
        }
        return in.problem().isPresent() ? Optional.empty() : found;
    }

    /** One event in words. */
    static String event(OsEvent event) {
        return switch (event) {
            case OsEvent.Faulted e ->
                "pid " + e.pid() + ": page fault at 0x" + Long.toHexString(e.address()) + " ("
                        + WalkText.errorBits(e.error()) + "): "
                        + switch (e.kind()) {
                            case DEMAND_ZERO -> "an empty frame";
                            case COPY_ON_WRITE -> "copied on write";
                            case REUSED -> "the last user writes again, no copy needed";
                            case SWAP_IN -> "read from swap";
                            case SEGMENTATION -> "not its own: SIGSEGV";
                        };
            case OsEvent.SwappedOut e ->
                "pid " + e.pid() + ": page 0x" + Long.toHexString(e.page()) + " goes to swap slot " + e.slot();
            case OsEvent.OutOfMemory e -> "out of memory: pid " + e.pid() + " is killed (badness " + e.badness() + ")";
            case OsEvent.Started e ->
                "pid " + e.pid() + ": started" + (e.parent() == 0 ? "" : ", child of " + e.parent());
            case OsEvent.Ended e -> "pid " + e.pid() + ": ended, " + e.how();
            case OsEvent.Switched e -> "pid " + e.pid() + ": has the processor (CR3 loaded)";
        };
    }
}
