package org.ringlab.host.mesos;

import org.ringlab.host.hardware.Hardware;
import org.ringlab.host.machine.Machine;

/** A host whose resources Mesos offers: those of the lab file, or 4 processors and 8 GiB where that says nothing. */
public final class Agent {
    /** The ports that a host offers. */
    public static final int FIRST_PORT = 31_000;

    /** The last of them. */
    public static final int LAST_PORT = 32_000;

    /** What the agent leaves to the host, MiB. */
    private static final int KEPT = 1024;

    private final String name;
    private final String id;
    private Machine machine;
    private boolean isUp = true;

    Agent(Machine machine, String id) {
        this.machine = machine;
        this.id = id;
        name = machine.hostName();
    }

    /** Its host's name. */
    public String name() {
        return name;
    }

    /** What the master calls it. */
    public String id() {
        return id;
    }

    /** Its host. */
    public Machine machine() {
        return machine;
    }

    /** Whether the master hears of it. */
    public boolean isUp() {
        return isUp;
    }

    void set(Machine host, boolean up) {
        machine = host;
        isUp = up;
    }

    private Hardware hardware() {
        Hardware given = machine.hardware();
        return given.equals(Hardware.PLAIN) ? given.with(4, 8192, 50) : given;
    }

    /** Processors it has to offer. */
    public double cpus() {
        return hardware().cores();
    }

    /** MiB it has to offer: half of a small host's, all but one GiB of a large one's. */
    public double mem() {
        int all = hardware().memoryMib();
        return all / 2 <= KEPT ? all / 2 : all - KEPT;
    }
}
