package org.ringlab.host.guests;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A virtual switch of a host: a bridge, with cards of the host as its uplinks or with none; or one that the host has no interface
 * on, for guests alone.
 */
public final class VirtualSwitch {
    private final String name;
    private final Optional<String> bridge;
    private final String kind;
    private final List<String> uplinks = new ArrayList<>();

    VirtualSwitch(String name, Optional<String> bridge, String kind) {
        this.name = name;
        this.bridge = bridge;
        this.kind = kind;
    }

    /** What the hypervisor calls it. */
    public String name() {
        return name;
    }

    /** What the host's interface on it is called; empty where the host has none. */
    public Optional<String> bridge() {
        return bridge;
    }

    /** The hypervisor's word for what it is good for: {@code External}, {@code Internal}, {@code Private}, {@code NAT} … */
    public String kind() {
        return kind;
    }

    /** The host's cards on it. */
    public List<String> uplinks() {
        return Collections.unmodifiableList(uplinks);
    }

    void addUplink(String card) {
        uplinks.add(card);
    }

    void removeUplink(String card) {
        uplinks.remove(card);
    }
}
