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
 * {@code %memory [HOST] walk ADDRESS}, {@code tlb}, {@code replace POLICY FRAMES PAGE…}, {@code schedule …}: the same words as
 * the command {@code memory}, drawn; {@code step ADDRESS} is a walk to go through back and forth. These look and change nothing, so they aren't part of the lab's log.
 */
public final class MemoryMagic extends LabMagicBase {
    private static final List<String> DRAWN = List.of("walk", "step", "tlb", "replace", "schedule");

    private int stepped;

    /** For the lab of {@code bench}. */
    public MemoryMagic(Workbench bench) {
        super(
                bench,
                "%memory [HOST] walk|step ADDRESS | tlb | replace POLICY FRAMES PAGE… | schedule POLICY QUANTUM TICKS/PAGES…",
                Text.ABOUT_MEMORY);
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
        boolean stepping = words.get(0).equals("step");
        if (stepping) {
            words.set(0, "walk");
        }
        Reply reply = MemoryVerbs.run(bench, words);
        Optional<String> problem = reply.problem();
        if (problem.isPresent()) {
            throw new MagicFailureException(problem.get());
        }
        call.output()
                .display(Views.drawn(
                        String.join("\n", reply.lines()),
                        stepping ? steps(call, bench, reply) : html(bench, words, reply)));
    }

    private String steps(MagicCall call, MemoryBench bench, Reply reply) {
        String name = "rl-" + call.cell().id().replaceAll("[^A-Za-z0-9-]", "") + "-" + ++stepped;
        return reply.walk()
                .map(walk -> MemoryView.steps(
                        walk, bench.mmu().stage().mode(), name, messages().language()))
                .orElse("");
    }

    private String html(MemoryBench bench, List<String> words, Reply reply) {
        Language language = messages().language();
        if (!reply.steps().isEmpty()) {
            return MemoryView.replacement(words.get(1).toUpperCase(Locale.ROOT), reply.steps(), language);
        }
        if (!reply.moments().isEmpty()) {
            return MemoryView.timeLine(reply.moments(), language);
        }
        return reply.walk()
                .map(walk -> MemoryView.walk(walk, bench.mmu().stage().mode(), language))
                .orElseGet(() ->
                        MemoryView.tlb(bench.mmu().tlbEntries(), bench.mmu().tlb(), language));
    }
}
