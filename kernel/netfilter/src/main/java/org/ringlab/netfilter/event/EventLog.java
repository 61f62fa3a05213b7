package org.ringlab.netfilter.event;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The events of one lab in the order they happened. Recording can be switched off for speed; ids still count. */
public final class EventLog {
    private final List<PacketEvent> events = new ArrayList<>();
    private boolean recording = true;
    private long lastPacketId;

    /** Appends an event, unless recording is off. */
    public void add(PacketEvent event) {
        if (recording) {
            events.add(event);
        }
    }

    /** Whether events are kept; who builds costly events may ask first. */
    public boolean recording() {
        return recording;
    }

    /** Keeps events from now on, or not. */
    public void setRecording(boolean on) {
        recording = on;
    }

    /** A number for a new packet. */
    public long nextPacketId() {
        return ++lastPacketId;
    }

    /** All events so far; the list grows as the lab goes on. */
    public List<PacketEvent> all() {
        return Collections.unmodifiableList(events);
    }
}
