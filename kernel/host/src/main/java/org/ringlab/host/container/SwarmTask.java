package org.ringlab.host.container;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Ipv4Address;

/** One try to fill a slot of a service: a container on a node. A task never comes back; another one takes its slot. */
public final class SwarmTask {
    private final String id;
    private final SwarmService service;
    private final int slot;
    private final String image;
    private @Nullable SwarmNode node;
    private @Nullable Container container;
    private @Nullable Ipv4Address address;
    private boolean wanted = true;
    private String state = "Pending";
    private long sinceNanos;
    private String error = "";

    SwarmTask(String id, SwarmService service, int slot, long now) {
        this.id = id;
        this.service = service;
        this.slot = slot;
        image = service.image();
        sinceNanos = now;
    }

    /** Its identifier. */
    public String id() {
        return id;
    }

    /** Whose it is. */
    public SwarmService service() {
        return service;
    }

    /** Which of its service's places it fills, from 1. */
    public int slot() {
        return slot;
    }

    /** What it runs. */
    public String image() {
        return image;
    }

    /** {@code web.1}. */
    public String name() {
        return service.name() + "." + slot;
    }

    /** Where it was placed. */
    public Optional<SwarmNode> node() {
        return Optional.ofNullable(node);
    }

    void place(SwarmNode chosen, long now) {
        node = chosen;
        error = "";
        is("Preparing", now);
    }

    /** Its container, once it was started. */
    public Optional<Container> container() {
        return Optional.ofNullable(container);
    }

    /** Its address in the network {@code ingress}, while it runs. */
    public Optional<Ipv4Address> address() {
        return isRunning() ? Optional.ofNullable(address) : Optional.empty();
    }

    void runs(Container made, Ipv4Address own, long now) {
        container = made;
        address = own;
        is("Running", now);
    }

    /** Whether it is to run; otherwise it is kept as history. */
    public boolean isWanted() {
        return wanted;
    }

    void dismiss() {
        wanted = false;
    }

    /** Whether it runs, as far as its container shows. */
    public boolean isRunning() {
        return state.equals("Running") && container != null && container.isRunning();
    }

    /** {@code Pending}, {@code Preparing}, {@code Running}, {@code Failed}, {@code Rejected}, {@code Complete} or {@code Shutdown}. */
    public String state() {
        return state;
    }

    /** Since when it is in its state. */
    public long sinceNanos() {
        return sinceNanos;
    }

    /** What went wrong; empty for nothing. */
    public String error() {
        return error;
    }

    void explain(String why) {
        error = why;
    }

    void is(String next, long now) {
        if (!state.equals(next)) {
            state = next;
            sinceNanos = now;
        }
    }

    void failed(String how, String why, long now) {
        is(how, now);
        error = why;
        wanted = false;
    }
}
