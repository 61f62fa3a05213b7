package org.ringlab.host.cloud;

import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.NetStack;

/** A guest that was asked for. */
public final class Instance {
    private final String id;
    private final String name;
    private final Flavor flavor;
    private final String image;
    private final CloudNetwork network;
    private final Ipv4Address address;
    private String status = "BUILD";
    private String fault = "";
    private @Nullable Compute host;
    private @Nullable NetStack guest;
    private int moves;

    Instance(String id, String name, Flavor flavor, String image, CloudNetwork network, Ipv4Address address) {
        this.id = id;
        this.name = name;
        this.flavor = flavor;
        this.image = image;
        this.network = network;
        this.address = address;
    }

    /** Its identifier. */
    public String id() {
        return id;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its size. */
    public Flavor flavor() {
        return flavor;
    }

    /** The image it boots from. */
    public String image() {
        return image;
    }

    /** Its network. */
    public CloudNetwork network() {
        return network;
    }

    /** Its address, which it keeps wherever it runs. */
    public Ipv4Address address() {
        return address;
    }

    /** {@code BUILD}, {@code ACTIVE}, {@code SHUTOFF}, {@code VERIFY_RESIZE} or {@code ERROR}. */
    public String status() {
        return status;
    }

    void setStatus(String next) {
        status = next;
    }

    /** Why it is in {@code ERROR}; empty where it isn't. */
    public String fault() {
        return fault;
    }

    void fail(String why) {
        status = "ERROR";
        fault = why;
    }

    /** Where it is; null where it has no place. */
    public @Nullable Compute host() {
        return host;
    }

    void place(@Nullable Compute chosen) {
        host = chosen;
    }

    /** The guest's own network stack, while it runs; null else. */
    @Nullable
    NetStack guest() {
        return guest;
    }

    void runs(@Nullable NetStack stack) {
        guest = stack;
        moves++;
    }

    /** How often it was started or moved. */
    int moves() {
        return moves;
    }
}
