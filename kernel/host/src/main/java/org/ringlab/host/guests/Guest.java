package org.ringlab.host.guests;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.stack.NetStack;

/** A guest: while it is on, a network stack of its own behind a cable to a switch. */
public final class Guest {
    private final int id;
    private final String name;
    private final String file;
    private final int memory;
    private final int vcpus;
    private final String network;
    private @Nullable NetStack stack;
    private long sinceNanos;

    Guest(int id, String name, String file, int memory, int vcpus, String network) {
        this.id = id;
        this.name = name;
        this.file = file;
        this.memory = memory;
        this.vcpus = vcpus;
        this.network = network;
    }

    /** Its number, from 1. */
    public int id() {
        return id;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** The file it is described in; empty for none. */
    public String file() {
        return file;
    }

    /** MiB. */
    public int memory() {
        return memory;
    }

    /** Virtual processors. */
    public int vcpus() {
        return vcpus;
    }

    /** The network (port group, switch) that its card is to be on; empty for none. */
    public String network() {
        return network;
    }

    /** Whether it is on. */
    public boolean isOn() {
        return stack != null;
    }

    /** Since when it is on. */
    public long sinceNanos() {
        return sinceNanos;
    }

    /** Its network stack, while it is on. */
    public Optional<NetStack> stack() {
        return Optional.ofNullable(stack);
    }

    /** The address its card has, once it got one. */
    public Optional<Ipv4Address> address() {
        return stack().flatMap(s -> s.findInterface("eth0"))
                .flatMap(i -> i.addresses().stream().findFirst())
                .map(a -> a.prefix())
                .map(Ipv4Prefix::address);
    }

    void on(NetStack made, long now) {
        stack = made;
        sinceNanos = now;
    }

    void off() {
        stack = null;
    }
}
