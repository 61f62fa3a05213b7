package org.ringlab.host.memory;

import java.util.List;
import org.ringlab.mmu.paging.Access;

/** The subcommands of {@code memory} by name: one list, for the command, its help and cells that draw. */
public final class MemoryVerbs {
    /** All names. */
    public static final List<String> NAMES = List.of(
            "new",
            "map",
            "unmap",
            "poke",
            "peek",
            "cr0",
            "cr2",
            "cr3",
            "cr4",
            "read",
            "write",
            "fetch",
            "walk",
            "invlpg",
            "tlb",
            "pattern",
            "replace",
            "schedule",
            "os",
            "disk",
            "nic");

    private MemoryVerbs() {}

    /** Runs the words behind {@code memory} on a bench. */
    public static Reply run(MemoryBench bench, List<String> words) {
        String verb = words.isEmpty() ? "" : words.get(0);
        List<String> rest = words.subList(Math.min(1, words.size()), words.size());
        PagingCommands paging = new PagingCommands(bench);
        return switch (verb) {
            case "new" -> paging.renew(rest);
            case "map" -> paging.map(rest);
            case "unmap" -> paging.unmap(rest);
            case "poke" -> paging.poke(rest);
            case "peek" -> paging.peek(rest);
            case "cr0", "cr2", "cr3", "cr4" -> paging.register(verb, rest);
            case "read" -> paging.access(Access.Type.READ, rest);
            case "write" -> paging.access(Access.Type.WRITE, rest);
            case "fetch" -> paging.access(Access.Type.FETCH, rest);
            case "walk" -> paging.walk(rest);
            case "invlpg" -> paging.invlpg(rest);
            case "tlb" -> paging.tlb(rest);
            case "pattern" -> paging.pattern(rest);
            case "replace" -> ReplacementCommands.replace(rest);
            case "schedule" -> ScheduleCommand.run(rest);
            case "os" -> new OsCommands(bench).run(rest);
            case "disk" -> new DeviceCommands(bench).disk(rest);
            case "nic" -> new DeviceCommands(bench).nic(rest);
            default ->
                Reply.wrong((verb.isEmpty() ? "say what to do" : verb + ": no such subcommand") + " (allowed: "
                        + String.join(", ", NAMES) + ")");
        };
    }
}
