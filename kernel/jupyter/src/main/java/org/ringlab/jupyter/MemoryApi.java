package org.ringlab.jupyter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.display.JourneyHtml;
import org.ringlab.display.Language;
import org.ringlab.display.MemoryView;
import org.ringlab.host.memory.MemoryBench;
import org.ringlab.host.memory.MemoryVerbs;
import org.ringlab.host.memory.Reply;
import org.ringlab.jupyter.api.Html;
import org.ringlab.jupyter.api.MemoryMachine;
import org.ringlab.jupyter.api.Plot;
import org.ringlab.jupyter.api.Policy;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.replace.ReplacementPolicy;
import org.ringlab.mmu.replace.Replacer;
import org.ringlab.mmu.replace.Trace;
import org.ringlab.mmu.tlb.Tlb;

/** Memory for Java cells: the bench of the command {@code memory}, and drawings of what it says. */
final class MemoryApi {
    private MemoryApi() {}

    static MemoryMachine machine(String mode, Language language) {
        MemoryBench bench = new MemoryBench();
        words(bench, "new --mode " + mode);
        return new OnBench(bench, language);
    }

    static Html replace(String policy, int frames, long[] pages, Language language) {
        StringBuilder command = new StringBuilder("replace " + policy + " " + frames);
        for (long page : pages) {
            command.append(' ').append(page);
        }
        Reply reply = words(new MemoryBench(), command.toString());
        String name = policy.toUpperCase(Locale.ROOT);
        return new Html(
                JourneyHtml.STYLE + MemoryView.replacement(name, reply.steps(), language),
                String.join("\n", reply.lines()));
    }

    static Html schedule(String words, Language language) {
        Reply reply = words(new MemoryBench(), "schedule " + words);
        String text = String.join("\n", reply.lines());
        return reply.moments().isEmpty()
                ? new Html("<pre>" + text + "</pre>", text)
                : new Html(JourneyHtml.STYLE + MemoryView.timeLine(reply.moments(), language), text);
    }

    static int misses(Policy policy, int frames, long[] pages) {
        ReplacementPolicy told = new ReplacementPolicy() {
            @Override
            public void loaded(int frame, int time, boolean write) {
                policy.loaded(frame);
            }

            @Override
            public void used(int frame, int time, boolean write) {
                policy.used(frame);
            }

            @Override
            public int victim(int time) {
                return policy.victim();
            }
        };
        return Replacer.misses(Trace.of(pages), frames, told);
    }

    static Plot plot(String title, String xName, String yName, List<String> names, double[] x, double[][] values) {
        StringBuilder text = new StringBuilder(title + "\n" + xName + ": " + join(x));
        for (int line = 0; line < names.size(); line++) {
            text.append('\n').append(names.get(line)).append(": ").append(join(values[line]));
        }
        return new Plot(MemoryView.plot(title, xName, yName, names, x, values), text.toString());
    }

    private static String join(double[] values) {
        StringBuilder text = new StringBuilder();
        for (double value : values) {
            text.append(text.isEmpty() ? "" : "  ");
            text.append(
                    value == Math.rint(value)
                            ? String.valueOf((long) value)
                            : String.format(Locale.ROOT, "%.3f", value));
        }
        return text.toString();
    }

    /** Runs words; those that mean nothing throw. */
    private static Reply words(MemoryBench bench, String command) {
        Reply reply = MemoryVerbs.run(bench, List.of(command.strip().split("\\s+")));
        Optional<String> problem = reply.problem();
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
        return reply;
    }

    private record OnBench(MemoryBench bench, Language language) implements MemoryMachine {
        @Override
        public void map(long linear, long physical, String rights) {
            words(bench, "map " + hex(linear) + " " + hex(physical) + " --rights " + rights);
        }

        @Override
        public void poke(long physical, long entry) {
            words(bench, "poke " + hex(physical) + " " + hex(entry));
        }

        @Override
        public long peek(long physical) {
            words(bench, "peek " + hex(physical));
            return bench.tables().read(physical);
        }

        @Override
        public long read(long linear) {
            return bench.mmu().translate(linear, Access.USER_READ);
        }

        @Override
        public long write(long linear) {
            return bench.mmu().translate(linear, Access.USER_WRITE);
        }

        @Override
        public Html explain(long linear) {
            return explain(linear, "read", 3);
        }

        @Override
        public Html explain(long linear, String access, int ring) {
            String option = access.equals("read") ? "" : " --" + access;
            Reply reply = words(bench, "walk " + hex(linear) + option + " --ring " + ring);
            String html = reply.walk()
                    .map(walk -> MemoryView.walk(walk, bench.mmu().stage().mode(), language))
                    .orElse("");
            return new Html(JourneyHtml.STYLE + html, String.join("\n", reply.lines()));
        }

        @Override
        public Html step(long linear) {
            Reply reply = words(bench, "walk " + hex(linear));
            String text = String.join("\n", reply.lines());
            // Two alike may share their buttons: they show the same.
            String name = "rl-walk-" + Integer.toHexString(text.hashCode());
            String html = reply.walk()
                    .map(walk -> MemoryView.steps(walk, bench.mmu().stage().mode(), name, language))
                    .orElse("");
            return new Html(JourneyHtml.STYLE + html, text);
        }

        @Override
        public void invlpg(long linear) {
            words(bench, "invlpg " + hex(linear));
        }

        @Override
        public Html tlb() {
            String html = MemoryView.tlb(bench.mmu().tlbEntries(), bench.mmu().tlb(), language);
            return new Html(
                    JourneyHtml.STYLE + html,
                    String.join("\n", words(bench, "tlb").lines()));
        }

        @Override
        public double hitRate() {
            Tlb tlb = bench.mmu().tlb();
            long hits = tlb.hits() + tlb.secondHits();
            return hits == 0 ? 0 : (double) hits / (hits + tlb.misses());
        }

        @Override
        public String run(String command) {
            return String.join("\n", words(bench, command).lines());
        }

        private static String hex(long value) {
            return "0x" + Long.toHexString(value);
        }
    }
}
