package org.ringlab.virt.virsh;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Options of one command that don't go together, asked about before anything else (VSH_EXCLUSIVE_OPTIONS in tools/virsh-*.c). */
final class ExclusiveOptions {
    private record Pair(String one, String other) {}

    private static final List<Pair> SCOPES =
            List.of(new Pair("persistent", "current"), new Pair("current", "live"), new Pair("current", "config"));
    private static final List<Pair> LIST = List.of(new Pair("table", "name"), new Pair("table", "uuid"));
    private static final List<Pair> SNAPSHOTS = List.of(
            new Pair("tree", "name"),
            new Pair("parent", "roots"),
            new Pair("parent", "tree"),
            new Pair("roots", "tree"),
            new Pair("roots", "from"),
            new Pair("roots", "current"));

    private ExclusiveOptions() {}

    /** What virsh says where two such options are given; the first pair counts. */
    static Optional<String> complaint(VirshCommand command, Call call) {
        Set<String> options = command.options().stream().map(VirshOption::name).collect(Collectors.toUnmodifiableSet());
        List<Pair> pairs = switch (command.name()) {
            case "list" -> LIST;
            case "snapshot-list" -> SNAPSHOTS;
            default -> SCOPES;
        };
        return pairs.stream()
                .filter(p -> options.contains(p.one) && options.contains(p.other))
                .filter(p -> call.has(p.one) && call.has(p.other))
                .map(p -> "Options --" + p.one + " and --" + p.other + " are mutually exclusive")
                .findFirst();
    }
}
