package org.ringlab.virt.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.snapshot.Snapshots;

/** A guest as libvirtd knows it: its documents, and what runs. */
public final class Domain {
    private @Nullable DomainDef config;
    private @Nullable DomainDef live;
    private VirtHost.@Nullable Guest guest;
    private int id = -1;
    private DomainState state = DomainState.SHUT_OFF;
    private String reason = "unknown";
    private boolean autostart;
    private @Nullable String savedMemory;
    private final Snapshots snapshots = new Snapshots();
    private final List<String> taps = new ArrayList<>();

    Domain(@Nullable DomainDef config) {
        this.config = config;
    }

    /** The document that holds: the live one while it is active. */
    public DomainDef def() {
        DomainDef def = live == null ? config : live;
        if (def == null) {
            throw new IllegalStateException("a domain without a document");
        }
        return def;
    }

    /** The document it starts with next time; empty for one that isn't persistent. */
    public Optional<DomainDef> config() {
        return Optional.ofNullable(config);
    }

    /** The document it runs with; empty while it is off. */
    public Optional<DomainDef> live() {
        return Optional.ofNullable(live);
    }

    /** What runs; empty while it is off. */
    public Optional<VirtHost.Guest> guest() {
        return Optional.ofNullable(guest);
    }

    /** Its name. */
    public String name() {
        return def().name();
    }

    /** Its number while it is active, from 1; -1 otherwise. */
    public int id() {
        return id;
    }

    /** What it does. */
    public DomainState state() {
        return state;
    }

    /** Why, in virsh's words. */
    public String reason() {
        return reason;
    }

    /** Whether QEMU runs. */
    public boolean isActive() {
        return id >= 0;
    }

    /** Whether it stays when it is off. */
    public boolean isPersistent() {
        return config != null;
    }

    /** Whether it starts with libvirtd. */
    public boolean isAutostart() {
        return autostart;
    }

    /** Whether the next start goes on where {@code managedsave} stopped. */
    public boolean hasManagedSave() {
        return savedMemory != null;
    }

    /** Its snapshots. */
    public Snapshots snapshots() {
        return snapshots;
    }

    List<String> taps() {
        return taps;
    }

    Optional<String> savedMemory() {
        return Optional.ofNullable(savedMemory);
    }

    void setSavedMemory(@Nullable String memory) {
        savedMemory = memory;
    }

    void setAutostart(boolean on) {
        autostart = on;
    }

    void setConfig(@Nullable DomainDef def) {
        config = def;
    }

    void runs(int number, DomainDef def, VirtHost.Guest running, DomainState now, String why) {
        id = number;
        live = def;
        guest = running;
        state = now;
        reason = why;
    }

    void becomes(DomainState now, String why) {
        state = now;
        reason = why;
    }

    void ended(String why) {
        id = -1;
        live = null;
        guest = null;
        state = DomainState.SHUT_OFF;
        reason = why;
        taps.clear();
    }
}
