package org.ringlab.mmu.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.ringlab.mmu.replace.Policies;
import org.ringlab.mmu.replace.ReplacementPolicy;
import org.ringlab.mmu.replace.Replacer;
import org.ringlab.mmu.replace.Trace;

/** One run of a replacement policy over a trace of pages. */
public final class ReplacementReplay {
    private ReplacementReplay() {}

    /** {@code {id, hits, misses, victims}}, a victim or null for each miss; or {@code {id, error}}. */
    public static Map<String, Object> answer(Map<String, ?> row) {
        Fields fields = new Fields(row);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", row.get("id"));
        List<?> pages = fields.list("trace");
        long[] references = new long[pages.size()];
        for (int i = 0; i < references.length; i++) {
            references[i] = fields.number("trace[" + i + "]", pages.get(i), 63);
        }
        int frames = fields.integer("frames", 1, Replacer.MOST_FRAMES);
        Trace trace = Trace.of(references);
        String name = String.valueOf(row.get("policy"));
        Optional<ReplacementPolicy> policy =
                fields.problem().isPresent() ? Optional.empty() : Policies.byName(name, trace, frames);
        if (policy.isEmpty()) {
            fields.wrong("policy: " + name + " (allowed: " + String.join(", ", Policies.NAMES) + ")");
            answer.put("error", fields.problem().orElse(""));
            return answer;
        }
        Replacer.Run run = Replacer.run(trace, frames, policy.get());
        List<@Nullable Long> victims = new ArrayList<>();
        for (OptionalLong victim : run.victims()) {
            victims.add(victim.isPresent() ? victim.getAsLong() : null);
        }
        answer.put("hits", run.hits());
        answer.put("misses", run.misses());
        answer.put("victims", victims);
        return answer;
    }
}
