package org.ringlab.netfilter.stack;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The switches of a host's Open vSwitch (vswitchd/bridge.c): what {@code ovs-vswitchd} makes of its database. */
public final class OpenVSwitch {
    private static final String DATAPATH = "ovs-system";

    private final NetStack stack;
    private final Map<String, OvsBridge> bridges = new LinkedHashMap<>();

    OpenVSwitch(NetStack stack) {
        this.stack = stack;
    }

    NetStack stack() {
        return stack;
    }

    /** Its switches in the order they came. */
    public Collection<OvsBridge> bridges() {
        return Collections.unmodifiableCollection(bridges.values());
    }

    /** The switch of that name. */
    public Optional<OvsBridge> bridge(String name) {
        return Optional.ofNullable(bridges.get(name));
    }

    /** The port of that name, of any switch. */
    public Optional<OvsPort> port(String name) {
        return bridges.values().stream().flatMap(b -> b.port(name).stream()).findFirst();
    }

    /** Makes a switch with the port of its own name, which is an interface of the host. */
    public OvsBridge add(String name) {
        if (bridges.isEmpty() && stack.findInterface(DATAPATH).isEmpty()) {
            stack.links().add(DATAPATH, Interfaces.DEFAULT_MTU, OvsInternal::new);
        }
        OvsBridge bridge = new OvsBridge(this, name);
        bridges.put(name, bridge);
        bridge.addInternal(name);
        return bridge;
    }

    /** Takes a switch away with its ports. */
    public void remove(String name) {
        OvsBridge bridge = bridges.remove(name);
        if (bridge != null) {
            bridge.ports().stream().map(OvsPort::name).toList().forEach(bridge::remove);
        }
        if (bridges.isEmpty()) {
            stack.findInterface(DATAPATH).ifPresent(stack.links()::remove);
        }
    }

    /** An interface came: a port may have waited for it. */
    void deviceCame(NetInterface iface) {
        for (OvsBridge bridge : bridges.values()) {
            bridge.port(iface.name())
                    .filter(p -> p.kind() == OvsPort.Kind.SYSTEM && p.iface().isEmpty())
                    .ifPresent(p -> p.attach(iface));
        }
    }
}
