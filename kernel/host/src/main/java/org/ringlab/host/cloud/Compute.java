package org.ringlab.host.cloud;

import java.util.List;
import org.ringlab.host.files.FileException;
import org.ringlab.host.hardware.Hardware;
import org.ringlab.host.machine.Fleet;
import org.ringlab.host.machine.Machine;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * A host that runs guests, with what nova-compute reports of it: its hardware where the lab file gives it, else 4 processors,
 * 8 GiB of memory and 50 GiB of disk. {@code /etc/nova/nova.conf} says how much more may be promised than is there.
 */
public final class Compute {
    private static final Hardware USUAL = Hardware.PLAIN.with(4, 8192, 50);

    private static final int RESERVED = 512;

    private final Fleet fleet;
    private final String name;
    private final Ipv4Address address;
    private boolean enabled = true;
    private boolean up = true;

    Compute(Fleet fleet, String name, Ipv4Address address) {
        this.fleet = fleet;
        this.name = name;
        this.address = address;
    }

    /** The host's name. */
    public String name() {
        return name;
    }

    /** The address the others reach it by. */
    public Ipv4Address address() {
        return address;
    }

    /** The host. */
    public Machine machine() {
        return fleet.find(name).orElseThrow();
    }

    /** Whether new guests may come. */
    public boolean isEnabled() {
        return enabled;
    }

    void enable(boolean on) {
        enabled = on;
    }

    /** Whether its service was heard of. */
    public boolean isUp() {
        return up;
    }

    void setUp(boolean running) {
        up = running;
    }

    private Hardware hardware() {
        Hardware given = machine().hardware();
        return given.equals(Hardware.PLAIN) ? USUAL : given;
    }

    /** Its processors. */
    public int vcpus() {
        return hardware().cores();
    }

    /** MiB of its memory. */
    public int memory() {
        return hardware().memoryMib();
    }

    /** GiB of its first disk, which guests' disks are on. */
    public int disk() {
        return hardware().disksGib().stream().findFirst().orElse(0);
    }

    private double ratio(String key, double otherwise) {
        try {
            for (String line : machine().files().read("/etc/nova/nova.conf").split("\n")) {
                String[] parts = line.strip().split("\\s*=\\s*");
                if (parts.length == 2 && parts[0].equals(key) && parts[1].matches("\\d{1,6}(\\.\\d{1,4})?")) {
                    return Double.parseDouble(parts[1]);
                }
            }
        } catch (FileException none) {
            return otherwise;
        }
        return otherwise;
    }

    private static List<Instance> on(Compute host, List<Instance> all) {
        return all.stream().filter(i -> i.host() == host).toList();
    }

    /** MiB of memory that guests on it were promised. */
    public int usedRam(List<Instance> all) {
        return RESERVED + on(this, all).stream().mapToInt(i -> i.flavor().ram()).sum();
    }

    /** Virtual processors that guests on it have. */
    public int usedVcpus(List<Instance> all) {
        return on(this, all).stream().mapToInt(i -> i.flavor().vcpus()).sum();
    }

    /** GiB of disk that guests on it were promised. */
    public int usedDisk(List<Instance> all) {
        return on(this, all).stream().mapToInt(i -> i.flavor().disk()).sum();
    }

    /** MiB that may still be promised. */
    public int freeRam(List<Instance> all) {
        return (int) (memory() * ratio("ram_allocation_ratio", 1.5)) - usedRam(all);
    }

    /** Virtual processors that may still be promised. */
    public int freeVcpus(List<Instance> all) {
        return (int) (vcpus() * ratio("cpu_allocation_ratio", 16)) - usedVcpus(all);
    }

    /** GiB of disk that may still be promised. */
    public int freeDisk(List<Instance> all) {
        return (int) (disk() * ratio("disk_allocation_ratio", 1)) - usedDisk(all);
    }
}
