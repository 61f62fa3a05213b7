package org.ringlab.host.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.ringlab.mmu.replace.Policies;
import org.ringlab.mmu.replace.ReplacementPolicy;
import org.ringlab.mmu.replace.Replacer;
import org.ringlab.mmu.replace.Trace;

/** {@code memory replace}: a policy over a trace, reference by reference. */
final class ReplacementCommands {
    private static final int MOST_REFERENCES = 100_000;

    private ReplacementCommands() {}

    static Reply replace(List<String> words) {
        Arguments in = new Arguments(words, List.of(), List.of("total"));
        in.operands(3, MOST_REFERENCES + 2, "replace POLICY FRAMES PAGE… [--total]; a page written to ends in w");
        int frames = in.integer(1, "frames", 1, 4096);
        List<String> pages = in.words(2);
        long[] references = new long[pages.size()];
        boolean[] writes = new boolean[pages.size()];
        for (int i = 0; i < references.length; i++) {
            String page = pages.get(i);
            writes[i] = page.endsWith("w");
            references[i] = in.number("page " + (i + 1), writes[i] ? page.substring(0, page.length() - 1) : page);
        }
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        Trace trace = Trace.of(references, writes);
        Optional<ReplacementPolicy> policy = Policies.byName(in.word(0), trace, frames);
        if (policy.isEmpty()) {
            return Reply.wrong("policy: " + in.word(0) + " (allowed: " + String.join(", ", Policies.NAMES) + ")");
        }
        List<String> lines = new ArrayList<>();
        List<Replacer.Step> steps = List.of();
        int misses = 0;
        if (in.has("total")) {
            misses = Replacer.misses(trace, frames, policy.get());
        } else {
            steps = Replacer.steps(trace, frames, policy.get());
            for (Replacer.Step step : steps) {
                misses += step.hit() ? 0 : 1;
                lines.add(line(step));
            }
        }
        lines.add("hits " + (references.length - misses) + ", misses " + misses);
        return Reply.of(lines).with(steps);
    }

    private static String line(Replacer.Step step) {
        StringBuilder line = new StringBuilder();
        line.append(step.page()).append(step.write() ? "w " : "  ").append(step.hit() ? "hit   " : "miss  ");
        for (int f = 0; f < step.contents().size(); f++) {
            OptionalLong page = step.contents().get(f);
            String mark = step.marks().get(f);
            line.append(f == step.hand() ? '>' : ' ');
            line.append(page.isPresent() ? String.valueOf(page.getAsLong()) : "-");
            line.append(mark.isEmpty() ? "" : "(" + mark + ")");
        }
        step.victim().ifPresent(victim -> line.append("  out: ").append(victim));
        return line.toString();
    }
}
