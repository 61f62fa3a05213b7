package org.ringlab.host.memory;

import java.util.List;
import org.ringlab.mmu.paging.Access;

/** The subcommands of {@code memory} by name: one list, for the command, its help and cells that draw. */
public final class MemoryVerbs {
    private static final String MODES = "[--mode 32|pae|4level|5level]";
    private static final String HOW = " LINEAR [--ring 0..3] [--ac]";

    /** What is written behind {@code memory}, a line each, in the order of {@code memory help}. */
    private static final List<String> USAGES = List.of(
            "new " + MODES + " [--physical BITS] [--tlb none|desktop|SETSxWAYS]"
                    + " [--replacement lru|plru|fifo|random] [--walk-cache] [--nested none|ept|npt]",
            "map LINEAR PHYSICAL [--size 4K|2M|4M|1G] [--rights rwxug] [--count PAGES]",
            "unmap LINEAR",
            "second GUEST HOST [--size 4K|2M|1G] [--rights rwx] [--count PAGES]",
            "poke PHYSICAL VALUE",
            "peek PHYSICAL [COUNT]",
            "cr0 [VALUE]",
            "cr2",
            "cr3 [VALUE]",
            "cr4 [VALUE]",
            "pkru [VALUE]",
            "read" + HOW,
            "write" + HOW,
            "fetch" + HOW,
            "walk LINEAR [--write | --fetch] [--ring 0..3] [--ac]",
            "invlpg LINEAR",
            "invpcid TYPE [PCID [LINEAR]]",
            "invept",
            "tlb",
            "pattern START BYTES [--step BYTES] [--count N] [--random SEED]",
            "replace POLICY FRAMES PAGE… [--total]; a page written to ends in w",
            "schedule rr|priority|fair QUANTUM TICKS[/PAGES][:PRIORITY]… [--frames N] [--swap PAGES]",
            "os boot " + MODES + " [--frames N] [--swap PAGES] [--overcommit 0|1|2] [--ratio PERCENT]",
            "os start NAME | map PID START BYTES | read PID ADDRESS | write PID ADDRESS | fork PID | exit PID | ps"
                    + " | pcb PID | free | events",
            "disk new contiguous|linked|indexed BLOCKS [--pointers N] | create NAME BLOCKS | delete NAME"
                    + " | read NAME POSITION | map",
            "nic new BITS-PER-SECOND CAPACITY | send NANOSECONDS BYTES");

    /** All names. */
    public static final List<String> NAMES =
            USAGES.stream().map(MemoryVerbs::verb).distinct().toList();

    private MemoryVerbs() {}

    private static String verb(String usage) {
        return usage.split(" ", 2)[0];
    }

    /** How a subcommand is written. */
    static String usage(String verb) {
        return USAGES.stream()
                .filter(usage -> verb(usage).equals(verb))
                .findFirst()
                .orElse(verb);
    }

    /** Runs the words behind {@code memory} on a bench. */
    public static Reply run(MemoryBench bench, List<String> words) {
        String verb = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        PagingCommands paging = new PagingCommands(bench);
        return switch (verb) {
            case "new" -> paging.renew(rest);
            case "map" -> paging.map(rest);
            case "second" -> paging.second(rest);
            case "unmap" -> paging.unmap(rest);
            case "poke" -> paging.poke(rest);
            case "peek" -> paging.peek(rest);
            case "cr0", "cr2", "cr3", "cr4", "pkru" -> paging.register(verb, rest);
            case "read" -> paging.access(Access.Type.READ, rest);
            case "write" -> paging.access(Access.Type.WRITE, rest);
            case "fetch" -> paging.access(Access.Type.FETCH, rest);
            case "walk" -> paging.walk(rest);
            case "invlpg" -> paging.invlpg(rest);
            case "invpcid" -> paging.invpcid(rest);
            case "invept" -> paging.invept(rest);
            case "tlb" -> paging.tlb(rest);
            case "pattern" -> paging.pattern(rest);
            case "replace" -> ReplacementCommands.replace(rest);
            case "schedule" -> ScheduleCommand.run(rest);
            case "os" -> new OsCommands(bench).run(rest);
            case "disk" -> new DeviceCommands(bench).disk(rest);
            case "nic" -> new DeviceCommands(bench).nic(rest);
            case "help", "--help", "-h" ->
                Reply.of(USAGES.stream().map(usage -> "memory " + usage).toList());
            default ->
                Reply.wrong((verb.isEmpty() ? "say what to do" : verb + ": no such subcommand") + " (allowed: "
                        + String.join(", ", NAMES) + "; memory help says more)");
        };
    }
}
