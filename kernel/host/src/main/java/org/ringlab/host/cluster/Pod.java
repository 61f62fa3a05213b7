package org.ringlab.host.cluster;

import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.container.Sandbox;
import org.ringlab.host.files.Volume;
import org.ringlab.netfilter.packet.Ipv4Address;

/** The smallest thing that is placed: a network namespace held by {@code pause}, and a container in it. */
public final class Pod {
    private final String name;
    private final PodSpec spec;
    private final @Nullable ReplicaSet owner;
    private final long createdNanos;
    private final StringBuilder log = new StringBuilder();
    private @Nullable Node node;
    private @Nullable Ipv4Address address;
    private @Nullable Sandbox pause;
    private @Nullable Sandbox sandbox;
    private @Nullable Volume volume;
    private String waiting = "";
    private boolean deleted;
    private boolean succeeded;
    private int restarts;
    private String why = "";

    Pod(String name, PodSpec spec, @Nullable ReplicaSet owner, long createdNanos) {
        this.name = name;
        this.spec = spec;
        this.owner = owner;
        this.createdNanos = createdNanos;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** What it is. */
    public PodSpec spec() {
        return spec;
    }

    /** The replica set that made it. */
    public Optional<ReplicaSet> owner() {
        return Optional.ofNullable(owner);
    }

    /** When it was made. */
    public long createdNanos() {
        return createdNanos;
    }

    /** What its container printed. */
    public StringBuilder log() {
        return log;
    }

    /** Where it was placed. */
    public Optional<Node> node() {
        return Optional.ofNullable(node);
    }

    /** Its address, once it has one. */
    public Optional<Ipv4Address> address() {
        return Optional.ofNullable(address);
    }

    /** Its container, while it runs. */
    public Optional<Sandbox> sandbox() {
        return Optional.ofNullable(sandbox);
    }

    /** What holds its network namespace. */
    Optional<Sandbox> pause() {
        return Optional.ofNullable(pause);
    }

    /** The scheduler's reasons for its place, or against every place. */
    public String why() {
        return why;
    }

    void explain(String reasons) {
        why = reasons;
    }

    void place(Node chosen) {
        node = chosen;
        waiting = "ContainerCreating";
    }

    void wired(Sandbox holder, Ipv4Address own) {
        pause = holder;
        address = own;
    }

    Volume volume(Supplier<Volume> maker) {
        Volume files = volume;
        if (files == null) {
            files = maker.get();
            volume = files;
        }
        return files;
    }

    void runs(Sandbox container) {
        sandbox = container;
        waiting = "";
    }

    void stopped(String reason, boolean success) {
        sandbox = null;
        succeeded = success;
        waiting = reason;
    }

    void unwired() {
        pause = null;
        sandbox = null;
        address = null;
        waiting = "ContainerCreating";
    }

    void restarted() {
        restarts++;
    }

    /** How often its container was started again. */
    public int restarts() {
        return restarts;
    }

    void delete() {
        deleted = true;
    }

    /** Whether it is on its way out. */
    public boolean isDeleted() {
        return deleted;
    }

    /** Whether its container runs and it is there to stay. */
    public boolean isReady() {
        return sandbox != null && !deleted && node != null && node.isReady();
    }

    /** Whether it has done its work. */
    public boolean hasSucceeded() {
        return succeeded;
    }

    /** As the column STATUS has it. */
    public String status() {
        return deleted
                ? "Terminating"
                : node == null ? "Pending" : sandbox != null ? "Running" : succeeded ? "Completed" : waiting;
    }
}
