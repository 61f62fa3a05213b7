package org.ringlab.host.container;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.machine.Fleet;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;

/** A Docker host that is part of a swarm. */
public final class SwarmNode {
    /** A node not heard of for three heartbeats of five seconds is down (swarmkit's dispatcher). */
    static final long GRACE = 15 * SimClock.SECOND;

    private final Fleet fleet;
    private final String id;
    private final String name;
    private final Ipv4Address address;
    private final boolean manager;
    private boolean drained;
    private boolean left;
    private long silentSince = -1;
    private @Nullable Machine raisedOn;
    private @Nullable DockerNetwork ingress;
    private @Nullable Machine sandbox;
    String written = "";

    SwarmNode(Fleet fleet, String id, String name, Ipv4Address address, boolean manager) {
        this.fleet = fleet;
        this.id = id;
        this.name = name;
        this.address = address;
        this.manager = manager;
    }

    /** Its identifier. */
    public String id() {
        return id;
    }

    /** The host's name. */
    public String name() {
        return name;
    }

    /** The address the others reach it by. */
    public Ipv4Address address() {
        return address;
    }

    /** Whether it decides. */
    public boolean isManager() {
        return manager;
    }

    /** The host. */
    public Machine machine() {
        return fleet.find(name).orElseThrow();
    }

    /** Whether it takes no tasks, as an administrator wants it. */
    public boolean isDrained() {
        return drained;
    }

    void drain(boolean on) {
        drained = on;
    }

    /** Whether its daemon runs and takes part now; {@link #isDown} says what the manager knows of it. */
    boolean answers() {
        return !left && machine().docker().isRunning();
    }

    void leave() {
        left = true;
    }

    boolean hasLeft() {
        return left;
    }

    /** Takes note of whether it answers; true where it fell silent just now. */
    boolean heard(long now) {
        if (answers()) {
            silentSince = -1;
            return false;
        }
        boolean fresh = silentSince < 0;
        silentSince = fresh ? now : silentSince;
        return fresh;
    }

    /** Whether the manager has given it up. */
    public boolean isDown(long now) {
        return silentSince >= 0 && now - silentSince >= GRACE;
    }

    /** Its part of the network {@code ingress}, while it has one. */
    Optional<DockerNetwork> ingress() {
        return raisedOn == machine() ? Optional.ofNullable(ingress) : Optional.empty();
    }

    /** The namespace {@code ingress_sbox}, in which requests are handed to tasks. */
    Machine sandbox() {
        if (sandbox == null) {
            throw new IllegalStateException("the node has no network yet");
        }
        return sandbox;
    }

    void raised(DockerNetwork network, Machine box) {
        raisedOn = machine();
        ingress = network;
        sandbox = box;
        written = "";
    }

    void felled() {
        raisedOn = null;
        ingress = null;
        sandbox = null;
    }
}
