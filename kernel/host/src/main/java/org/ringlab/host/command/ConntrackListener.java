package org.ringlab.host.command;

import java.util.List;
import java.util.Set;
import org.ringlab.host.machine.Jobs;
import org.ringlab.host.shell.Streams;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.conntrack.ConntrackEvents.Event;
import org.ringlab.netfilter.conntrack.ConntrackEvents.Kind;

/** A running {@code conntrack -E}: it tells what happened since it was last asked. */
final class ConntrackListener implements Jobs.Process {
    private final Conntrack conntrack;
    private final ConntrackFilter filter;
    private final Set<Kind> kinds;
    private final ConntrackText text;
    private int at;
    private int told;
    private boolean over;

    /** Listens from now on; {@code toOld} also to what began before, as a kernel does that keeps events of all. */
    ConntrackListener(Conntrack conntrack, ConntrackFilter filter, Set<Kind> kinds, ConntrackText text, boolean toOld) {
        this.conntrack = conntrack;
        this.filter = filter;
        this.kinds = kinds;
        this.text = text;
        conntrack.events().listen(toOld ? conntrack.entries() : List.of());
        at = conntrack.events().all().size();
    }

    @Override
    public void report(Streams io) {
        // Those whose time is up go now.
        conntrack.entries();
        List<Event> events = conntrack.events().all();
        while (!over && at < events.size()) {
            Event event = events.get(at++);
            if (kinds.contains(event.kind()) && filter.accepts(event.seen())) {
                told++;
                io.out().line(text.line(event));
            }
        }
    }

    @Override
    public boolean hasEnded() {
        return over;
    }

    @Override
    public int stop(Streams io) {
        report(io);
        kill();
        io.err().line(ConntrackOptions.TOOL + ": " + told + " flow events have been shown.");
        return 0;
    }

    @Override
    public void kill() {
        if (!over) {
            over = true;
            conntrack.events().stopListening();
        }
    }
}
