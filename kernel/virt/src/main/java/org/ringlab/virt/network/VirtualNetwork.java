package org.ringlab.virt.network;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A virtual network: defined, active, or both. */
public final class VirtualNetwork {
    private @Nullable NetworkDef config;
    private @Nullable NetworkDef live;
    private boolean autostart;

    VirtualNetwork(@Nullable NetworkDef config) {
        this.config = config;
    }

    /** The document that holds: the live one while it is active. */
    public NetworkDef def() {
        NetworkDef def = live == null ? config : live;
        if (def == null) {
            throw new IllegalStateException("a network without a document");
        }
        return def;
    }

    /** The document it starts with next time; empty for one that isn't persistent. */
    public Optional<NetworkDef> config() {
        return Optional.ofNullable(config);
    }

    /** The document it runs with; empty while it is inactive. */
    public Optional<NetworkDef> live() {
        return Optional.ofNullable(live);
    }

    /** Its name. */
    public String name() {
        return def().name();
    }

    /** Whether it runs. */
    public boolean isActive() {
        return live != null;
    }

    /** Whether it stays when it is stopped. */
    public boolean isPersistent() {
        return config != null;
    }

    /** Whether it starts with libvirtd. */
    public boolean isAutostart() {
        return autostart;
    }

    void setAutostart(boolean on) {
        autostart = on;
    }

    void setConfig(@Nullable NetworkDef def) {
        config = def;
    }

    void setLive(@Nullable NetworkDef def) {
        live = def;
    }
}
