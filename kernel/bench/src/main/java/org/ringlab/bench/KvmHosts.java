package org.ringlab.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/**
 * Milliseconds of processor time that a KVM host takes until it is ready, and the commands of its lesson: once warm, the
 * median of many. Then a lab of many hosts and guests, with its heap. Run by {@code kernel/virt/bench/run.sh}.
 */
public final class KvmHosts {
    private static final int ROUNDS = 200;
    private static final double NANOS = 1_000_000.0;
    private static final double MEBIBYTE = 1 << 20;

    private static final List<String> COMMANDS = List.of(
            "grep -c vmx /proc/cpuinfo",
            "modprobe -r kvm_intel; modprobe kvm_intel nested=1",
            "yum install -y qemu-kvm libvirt",
            "qemu-img create -f qcow2 base.qcow2 10G",
            "qemu-io -c 'write -P 0xaa 0 16M' base.qcow2",
            "qemu-img create -f qcow2 -b base.qcow2 -F qcow2 over.qcow2",
            "qemu-img snapshot -c s1 base.qcow2",
            "qemu-img convert -O raw over.qcow2 flat.raw",
            "qemu-img check base.qcow2",
            "brctl addbr br0; brctl addif br0 ens33",
            "systemctl restart network",
            "systemctl start libvirtd",
            "virt-install --name g --memory 512 --disk size=4 --import --osinfo centos7.0",
            "virsh dumpxml g",
            "virsh list --all",
            "virsh destroy g",
            "virsh snapshot-create-as g s1",
            "virsh start g");

    private KvmHosts() {}

    /** Prints the figures. */
    public static void main(String[] args) throws IOException, InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<String, long[]> times = new TreeMap<>();
        for (int round = 0; round < 2 * ROUNDS; round++) {
            int at = round - ROUNDS;
            long begin = threads.getCurrentThreadCpuTime();
            Lab lab = Lab.boot(spec());
            note(times, "", at, threads.getCurrentThreadCpuTime() - begin);
            for (String command : COMMANDS) {
                begin = threads.getCurrentThreadCpuTime();
                lab.run("kvm1", command);
                note(times, command, at, threads.getCurrentThreadCpuTime() - begin);
            }
        }
        times.forEach((what, nanos) -> {
            Arrays.sort(nanos);
            System.out.printf(
                    Locale.ROOT, "%8.3f ms  %s%n", nanos[ROUNDS / 2] / NANOS, what.isEmpty() ? "host ready" : what);
        });
        List<Long> lab = OwnJvm.numbers(GuestLab.class);
        System.out.printf(
                Locale.ROOT,
                "100 hosts, 1,000 guests defined: %d ms in a fresh JVM, %d ms once warm (one host: %d ms), %.1f MiB%n",
                lab.get(1) / 1000,
                lab.get(2) / 1000,
                lab.get(3) / 1000,
                lab.get(0) / MEBIBYTE);
    }

    private static void note(Map<String, long[]> times, String what, int at, long nanos) {
        if (at >= 0) {
            times.computeIfAbsent(what, w -> new long[ROUNDS])[at] = nanos;
        }
    }

    private static LabSpec spec() {
        Map<String, Object> host = Map.of(
                "hardware", Map.of("cpu", "intel", "virtualisation", true, "cores", 4, "memory", 8192),
                "packages", List.of("bridge-utils", "qemu-img", "virt-install"),
                "interfaces", Map.of("ens33", Map.of("segment", "lan", "address", "192.168.66.11/24")));
        return LabSpec.read(Map.of("name", "kvm", "profile", "centos7", "hosts", Map.of("kvm1", host)))
                .orThrow();
    }
}
