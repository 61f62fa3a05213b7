package org.ringlab.bench;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/**
 * A lab of many KVM hosts whose guests are all defined by {@code virsh define}, in a JVM that has run nothing before.
 * Prints bytes of heap that the lab keeps, and microseconds of processor time it took, cold, once more, and on one host.
 */
public final class GuestLab {
    private static final int HOSTS = 100;
    private static final int GUESTS = 1000;

    private static final String HEAD = "<domain type='kvm'><name>vm";
    private static final String TAIL = """
            </name><memory unit='MiB'>512</memory><vcpu>1</vcpu>
            <os><type arch='x86_64'>hvm</type><boot dev='hd'/></os>
            <devices>
            <disk type='file' device='disk'><driver name='qemu' type='qcow2'/>
            <source file='/var/lib/libvirt/images/base.qcow2'/><target dev='vda' bus='virtio'/></disk>
            <interface type='network'><source network='default'/><model type='virtio'/></interface>
            <graphics type='vnc'/><console type='pty'/>
            </devices></domain>
            """;

    private GuestLab() {}

    /** Makes such a lab twice, since the first time everything is loaded and compiled; then one whose guests are all on one host. */
    public static void main(String[] args) {
        long cold = nanos(() -> defined(HOSTS));
        long before = used();
        Lab[] lab = new Lab[1];
        long warm = nanos(() -> lab[0] = defined(HOSTS));
        System.out.println(used() - before);
        System.out.println(cold / 1000);
        System.out.println(warm / 1000);
        System.out.println(nanos(() -> defined(1)) / 1000);
        String names = lab[0].run("kvm99", "virsh list --all --name").stdout();
        if (names.strip().lines().count() != GUESTS / HOSTS) {
            throw new IllegalStateException("guests are missing: " + names);
        }
    }

    private static Lab defined(int count) {
        Map<String, Object> hosts = new LinkedHashMap<>();
        for (int h = 0; h < count; h++) {
            hosts.put(
                    "kvm" + h,
                    Map.of(
                            "hardware",
                            Map.of("cpu", "intel", "virtualisation", true, "cores", 4, "memory", 8192),
                            "interfaces",
                            Map.of("ens33", Map.of("segment", "lan", "address", "10.66." + h + ".11/16")),
                            "setup",
                            List.of("modprobe kvm_intel", "systemctl start libvirtd")));
        }
        Lab lab = Lab.boot(LabSpec.read(Map.of("name", "guests", "profile", "centos7", "hosts", hosts))
                .orThrow());
        for (int guest = 0; guest < GUESTS; guest++) {
            String host = "kvm" + guest % count;
            lab.run(host, "cat > vm.xml <<'EOF'\n" + HEAD + guest + TAIL + "EOF");
            if (!lab.run(host, "virsh define vm.xml").ok()) {
                throw new IllegalStateException("guest " + guest + " was not defined");
            }
        }
        return lab;
    }

    private static long nanos(Runnable work) {
        long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        work.run();
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        System.gc();
        System.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
