package org.ringlab.host.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.ringlab.mmu.os.Moment;
import org.ringlab.mmu.os.OperatingSystem;
import org.ringlab.mmu.os.OsEvent;
import org.ringlab.mmu.os.OsShape;
import org.ringlab.mmu.os.Process;
import org.ringlab.mmu.os.Program;
import org.ringlab.mmu.os.Region;
import org.ringlab.mmu.os.Scheduler;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.PagingMode;

/**
 * {@code memory schedule}: programs share one processor by time and one memory by space, both on one time line. A program of
 * {@code TICKS} computes; {@code TICKS/PAGES} writes to one of its pages after the other, one a tick.
 */
final class ScheduleCommand {
    private static final String USAGE =
            "schedule rr|priority|fair QUANTUM TICKS[/PAGES][:PRIORITY]… [--frames N] [--swap PAGES]";
    private static final long PAGES_AT = 0x40_0000;

    private ScheduleCommand() {}

    static Reply run(List<String> words) {
        Arguments in = new Arguments(words, List.of("frames", "swap"), List.of());
        in.operands(3, 22, USAGE);
        String policy = in.oneOf("policy", in.word(0), List.of("rr", "priority", "fair"));
        int quantum = in.integer(1, "quantum", 1, 1000);
        int frames = in.integer("frames", 16, 64, 64);
        int swap = in.integer("swap", 0, 4096, 256);
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        boolean withMemory = in.words(2).stream().anyMatch(job -> job.contains("/"));
        OperatingSystem os =
                new OperatingSystem(withMemory ? new OsShape(PagingMode.BITS32, frames, swap, 1, 50) : OsShape.SMALL);
        Scheduler scheduler = new Scheduler(
                os,
                switch (policy) {
                    case "priority" -> Scheduler.Policy.PRIORITY;
                    case "fair" -> Scheduler.Policy.FAIR;
                    default -> Scheduler.Policy.ROUND_ROBIN;
                },
                quantum);
        for (String job : in.words(2)) {
            add(job, os, scheduler, in);
        }
        if (in.problem().isPresent()) {
            return Reply.wrong(in);
        }
        List<Moment> moments = new ArrayList<>();
        List<Scheduler.Slice> slices = withMemory ? scheduler.watched(2_000, moments::add) : scheduler.run(1_000_000);
        List<String> lines = new ArrayList<>();
        for (Scheduler.Slice slice : slices) {
            String who = slice.pid() == 0 ? "idle" : "pid " + slice.pid();
            lines.add(slice.from() + "-" + slice.to() + "  " + who + (withMemory ? memory(slice, moments) : ""));
        }
        return Reply.of(lines).drawn(moments);
    }

    private static void add(String job, OperatingSystem os, Scheduler scheduler, Arguments in) {
        int colon = job.indexOf(':');
        String length = colon < 0 ? job : job.substring(0, colon);
        int slash = length.indexOf('/');
        int ticks = in.integer("ticks", slash < 0 ? length : length.substring(0, slash), 1, 10_000);
        int pages = slash < 0 ? 0 : in.integer("pages", length.substring(slash + 1), 1, 1024);
        int priority = colon < 0 ? 0 : in.integer("priority", job.substring(colon + 1), -20, 19);
        if (in.problem().isPresent()) {
            return;
        }
        Process process = os.start("job").orElseThrow();
        os.adjust(process, priority, 0);
        if (pages == 0) {
            scheduler.add(process, new Program(List.of(new Program.Compute(ticks))));
            return;
        }
        os.map(process, new Region(PAGES_AT, PAGES_AT + pages * 4096L, true, false, false, "data"));
        List<Program.Step> steps = new ArrayList<>();
        for (int tick = 0; tick < ticks; tick++) {
            steps.add(new Program.Touch(PAGES_AT + tick % pages * 4096L, Access.Type.WRITE));
        }
        scheduler.add(process, new Program(steps));
    }

    /** Faults of a slice, and what each process has in RAM at its end. */
    private static String memory(Scheduler.Slice slice, List<Moment> moments) {
        List<Moment> within = moments.stream()
                .filter(moment -> moment.tick() >= slice.from() && moment.tick() < slice.to())
                .toList();
        Moment last = within.getLast();
        long faults = count(within, OsEvent.Faulted.class);
        long out = count(within, OsEvent.SwappedOut.class);
        TreeMap<Integer, Integer> frames = new TreeMap<>();
        last.owners().stream().filter(owner -> owner > 0).forEach(owner -> frames.merge(owner, 1, Integer::sum));
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "  faults %d  frames", faults));
        frames.forEach(
                (pid, count) -> text.append(" pid ").append(pid).append('=').append(count));
        return text + (out == 0 ? "" : "  swapped out " + out);
    }

    private static long count(List<Moment> moments, Class<? extends OsEvent> kind) {
        return moments.stream()
                .flatMap(moment -> moment.events().stream())
                .filter(kind::isInstance)
                .count();
    }
}
