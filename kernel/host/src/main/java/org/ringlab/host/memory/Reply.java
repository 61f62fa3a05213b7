package org.ringlab.host.memory;

import java.util.List;
import java.util.Optional;
import org.ringlab.mmu.os.Moment;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.replace.Replacer;

/**
 * What a subcommand of {@code memory} says.
 *
 * @param status exit status: 0, 1 for a fault, 2 for words that mean nothing
 * @param lines standard output
 * @param problem standard error
 * @param walk the walk it is about, for a drawing
 * @param steps the references of a replacement run, for a drawing
 * @param moments processor and memory tick by tick, for a drawing
 */
public record Reply(
        int status,
        List<String> lines,
        Optional<String> problem,
        Optional<Walk> walk,
        List<Replacer.Step> steps,
        List<Moment> moments) {
    static Reply of(List<String> lines) {
        return new Reply(0, List.copyOf(lines), Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    static Reply silent() {
        return of(List.of());
    }

    static Reply failed(List<String> lines) {
        return new Reply(1, List.copyOf(lines), Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    static Reply wrong(String problem) {
        return new Reply(2, List.of(), Optional.of(problem), Optional.empty(), List.of(), List.of());
    }

    static Reply wrong(Arguments in) {
        return wrong(in.problem().orElse(""));
    }

    Reply with(Walk about) {
        return new Reply(status, lines, problem, Optional.of(about), steps, moments);
    }

    Reply with(List<Replacer.Step> about) {
        return new Reply(status, lines, problem, walk, List.copyOf(about), moments);
    }

    Reply drawn(List<Moment> about) {
        return new Reply(status, lines, problem, walk, steps, List.copyOf(about));
    }
}
