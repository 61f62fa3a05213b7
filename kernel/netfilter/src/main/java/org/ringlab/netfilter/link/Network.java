package org.ringlab.netfilter.link;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.common.SeededRandom;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.EventLog;
import org.ringlab.netfilter.packet.MacAddress;

/** What the stacks of one lab share: segments, the clock, the queue, chance and the event log. */
public final class Network {
    private final SimClock clock = new SimClock();
    private final EventQueue queue = new EventQueue(clock);
    private final EventLog events = new EventLog();
    private final FrameLog frames = new FrameLog();
    private final Receptions receptions = new Receptions();
    private final Map<String, Segment> segments = new LinkedHashMap<>();
    private final List<String> kernelLog = new ArrayList<>();
    private final SeededRandom random;
    private int devicesMade;

    /** A network without segments; {@code seed} fixes everything that is random in reality. */
    public Network(long seed) {
        random = new SeededRandom(seed);
    }

    /** The lab's time. */
    public SimClock clock() {
        return clock;
    }

    /** The lab's queue. */
    public EventQueue queue() {
        return queue;
    }

    /** The lab's events. */
    public EventLog events() {
        return events;
    }

    /** The frames that crossed the lab's interfaces; kept while events are. */
    public FrameLog frames() {
        return frames;
    }

    /** Who hears what comes to the lab's hosts, whether events are kept or not. */
    public Receptions receptions() {
        return receptions;
    }

    /** The lab's chance. */
    public SeededRandom random() {
        return random;
    }

    /** An Ethernet address for a device a command makes: random in reality, here the same in every run. */
    public MacAddress nextMac() {
        long mixed = new SeededRandom(0x6D61_6300L + ++devicesMade).nextLong();
        return new MacAddress(mixed & 0xFCFF_FFFF_FFFFL | 0x0200_0000_0000L);
    }

    /** The lines that LOG rules wrote, of all hosts in order: without MAC, IP id and window, which nothing fixes. */
    public List<String> kernelLog() {
        return Collections.unmodifiableList(kernelLog);
    }

    /** Writes a line to the kernel log. */
    public void log(String line) {
        kernelLog.add(line);
    }

    /** The segment of that name, made where it doesn't exist. */
    public Segment segment(String name) {
        return segments.computeIfAbsent(name, n -> new Segment(n, queue, clock));
    }

    /** All segments in the order they came. */
    public Collection<Segment> segments() {
        return Collections.unmodifiableCollection(segments.values());
    }
}
