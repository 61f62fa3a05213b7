package org.ringlab.host.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.files.Volume;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.TcpListener;

/** A container as Docker keeps it: what it was asked to be, its files, and, while it runs, its sandbox. */
public final class Container {
    private final String id;
    private final String name;
    private final ContainerSpec spec;
    private final Image image;
    private final long createdNanos;
    private final Volume volume;
    private final StringBuilder log = new StringBuilder();
    private final Map<DockerNetwork, Ipv4Address> addresses = new LinkedHashMap<>();
    private final List<PortMapping> published = new ArrayList<>();
    private final List<TcpListener> proxies = new ArrayList<>();
    private final List<Runnable> atStop = new ArrayList<>();
    private @Nullable Sandbox sandbox;
    private long startedNanos = -1;
    private long finishedNanos = -1;
    private int exitCode;
    private boolean stoppedByHand;
    private boolean restarting;
    private int restarts;

    Container(String id, String name, ContainerSpec spec, Image image, long createdNanos) {
        this.id = id;
        this.name = name;
        this.spec = spec;
        this.image = image;
        this.createdNanos = createdNanos;
        volume = Sandbox.volume(image);
    }

    /** 64 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** The twelve that are shown. */
    public String shortId() {
        return id.substring(0, 12);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** What was asked for. */
    public ContainerSpec spec() {
        return spec;
    }

    /** What it was made from. */
    public Image image() {
        return image;
    }

    /** When it was made, in the lab's nanoseconds. */
    public long createdNanos() {
        return createdNanos;
    }

    /** When it last started; -1 before. */
    public long startedNanos() {
        return startedNanos;
    }

    /** When it last ended; -1 before. */
    public long finishedNanos() {
        return finishedNanos;
    }

    /** Its first process's exit status. */
    public int exitCode() {
        return exitCode;
    }

    /** Its files. */
    public Volume volume() {
        return volume;
    }

    /** What its first process printed. */
    public StringBuilder log() {
        return log;
    }

    /** Whether it runs. */
    public boolean isRunning() {
        return sandbox != null;
    }

    /** It, while it runs. */
    public Optional<Sandbox> sandbox() {
        return Optional.ofNullable(sandbox);
    }

    /** Its addresses, by network, while it runs. */
    public Map<DockerNetwork, Ipv4Address> addresses() {
        return addresses;
    }

    /** The ports that lead to it, while it runs. */
    public List<PortMapping> published() {
        return published;
    }

    /** Whether somebody stopped it, so that a restart policy leaves it alone. */
    boolean isStoppedByHand() {
        return stoppedByHand;
    }

    void setStoppedByHand(boolean byHand) {
        stoppedByHand = byHand;
        restarting &= !byHand;
    }

    List<TcpListener> proxies() {
        return proxies;
    }

    /** What is to be undone when it ends. */
    List<Runnable> atStop() {
        return atStop;
    }

    void started(Sandbox running, long now) {
        sandbox = running;
        startedNanos = now;
        restarting = false;
        exitCode = 0;
    }

    void finished(int status, long now) {
        sandbox = null;
        finishedNanos = now;
        exitCode = status;
    }

    /** Whether it waits for its restart policy to start it again. */
    public boolean isRestarting() {
        return restarting && sandbox == null;
    }

    /** How often its restart policy started it. */
    public int restarts() {
        return restarts;
    }

    /** How long its restart waits: 100 ms, twice as long each time, a minute at most; anew once it ran for 10 s. */
    long nextDelay() {
        restarting = true;
        restarts = finishedNanos - startedNanos > 10 * SimClock.SECOND ? 1 : restarts + 1;
        return Math.min(60 * SimClock.SECOND, 100 * SimClock.MILLI << Math.min(restarts - 1, 10));
    }

    /** What its first process runs. */
    public List<String> commandLine() {
        if (spec.entrypoint().isEmpty()) {
            return image.commandLine(spec.command());
        }
        List<String> words = new ArrayList<>(List.of(spec.entrypoint()));
        words.addAll(spec.command());
        return words;
    }
}
