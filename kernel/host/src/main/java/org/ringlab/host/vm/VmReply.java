package org.ringlab.host.vm;

import java.util.List;
import java.util.Optional;
import org.ringlab.hypervisor.Comparison;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.migrate.Migration;
import org.ringlab.hypervisor.text.Ladder;

/**
 * What a subcommand of {@code vm} says.
 *
 * @param status exit status: 0, 1 for a guest that didn't come to its end, 2 for words that mean nothing
 * @param lines standard output
 * @param problems standard error
 * @param drawing what a cell draws instead of the lines
 */
public record VmReply(int status, List<String> lines, List<String> problems, Optional<Drawing> drawing) {
    /** What can be drawn. */
    public sealed interface Drawing {
        /** Arrows between layers. */
        record OfLadder(List<Ladder.Step> steps, Method method) implements Drawing {}

        /** The methods side by side. */
        record OfComparison(Comparison comparison) implements Drawing {}

        /** The rounds of a migration. */
        record OfMigration(Migration.Report report) implements Drawing {}
    }

    static VmReply of(int status, List<String> lines) {
        return new VmReply(status, List.copyOf(lines), List.of(), Optional.empty());
    }

    static VmReply wrong(String problem) {
        return wrong(List.of(problem));
    }

    static VmReply wrong(List<String> problems) {
        return new VmReply(2, List.of(), List.copyOf(problems), Optional.empty());
    }

    VmReply with(Drawing what) {
        return new VmReply(status, lines, problems, Optional.of(what));
    }
}
