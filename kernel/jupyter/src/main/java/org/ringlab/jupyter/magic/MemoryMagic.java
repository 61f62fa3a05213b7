package org.ringlab.jupyter.magic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.display.Language;
import org.ringlab.display.MemoryView;
import org.ringlab.host.Lab;
import org.ringlab.host.memory.MemoryBench;
import org.ringlab.host.memory.MemoryVerbs;
import org.ringlab.host.memory.Reply;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/**
 * {@code %memory [HOST] walk ADDRESS}, {@code tlb}, {@code replace POLICY FRAMES PAGE…}: the same words as the command {@code
 * memory}, drawn. These look and change nothing, so they aren't part of the lab's log.
 */
public final class MemoryMagic extends LabMagicBase {
    private static final List<String> DRAWN = List.of("walk", "tlb", "replace");

    /** For the lab of {@code bench}. */
    public MemoryMagic(Workbench bench) {
        super(bench, "%memory [HOST] walk ADDRESS | tlb | replace POLICY FRAMES PAGE…", Text.ABOUT_MEMORY);
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Lab lab = lab();
        List<String> words = new ArrayList<>(call.arguments());
        String host = !words.isEmpty() && lab.hasHost(words.get(0))
                ? words.remove(0)
                : lab.hostNames().get(0);
        if (words.isEmpty() || !DRAWN.contains(words.get(0))) {
            throw new MagicFailureException(usage());
        }
        MemoryBench bench = lab.machine(host).memory();
        Reply reply = MemoryVerbs.run(bench, words);
        Optional<String> problem = reply.problem();
        if (problem.isPresent()) {
            throw new MagicFailureException(problem.get());
        }
        call.output().display(Views.drawn(String.join("\n", reply.lines()), html(bench, words, reply)));
    }

    private String html(MemoryBench bench, List<String> words, Reply reply) {
        Language language = messages().language();
        if (!reply.steps().isEmpty()) {
            return MemoryView.replacement(words.get(1).toUpperCase(Locale.ROOT), reply.steps(), language);
        }
        return reply.walk()
                .map(walk -> MemoryView.walk(walk, bench.mmu().stage().mode(), language))
                .orElseGet(() ->
                        MemoryView.tlb(bench.mmu().tlbEntries(), bench.mmu().tlb(), language));
    }
}
