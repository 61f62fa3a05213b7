package org.ringlab.host.replay;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.files.Mount;
import org.ringlab.host.files.Volume;
import org.ringlab.host.machine.Machine;
import org.ringlab.host.virt.Virtualisation;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.Domain;

/** The hosts that transcripts were recorded on: kvm1 and kvm2 with libvirt and QEMU 7.2, and the gateway. */
final class RecordedHosts {
    private static final String LAB = "/root/lab";
    private static final String IMAGES = "/var/lib/libvirt/images";
    private static final Pattern USER = Pattern.compile("runs as uid (\\d+)");
    private static final String NETWORK = """
            <network>
              <name>default</name>
              <uuid>c8ca5a11-0c57-4c51-8d54-6a5b9a3a0001</uuid>
              <forward mode='nat'/>
              <bridge name='virbr0' stp='on' delay='0'/>
              <mac address='52:54:00:aa:00:01'/>
              <ip address='192.168.122.1' netmask='255.255.255.0'>
                <dhcp>
                  <range start='192.168.122.2' end='192.168.122.254'/>
                </dhcp>
              </ip>
            </network>
            """;

    private final Lab lab;
    private final String session;
    private final String note;
    private final Generation generation;

    /**
     * What a command came to.
     *
     * @param out on standard output
     * @param err on standard error
     * @param status its exit status
     */
    record Answer(String out, String err, int status) {}

    RecordedHosts(Generation generation, String session, String note) {
        this.session = session;
        this.note = note;
        this.generation = generation;
        boolean kvm = note.contains("/dev/kvm present");
        Matcher user = USER.matcher(note);
        lab = boot(kvm);
        Volume shared = Volume.disk("ext4");
        for (String name : List.of("kvm1", "kvm2")) {
            Machine machine = lab.machine(name);
            install(machine, shared);
            machine.setVirtualisation(new Virtualisation.Settings(
                    generation, qemu(), user.find(0) ? Integer.parseInt(user.group(1)) : 0, NETWORK));
            // The recorder had made and removed an interface before.
            lab.run(name, "ip link add cable0 type dummy; ip link del cable0");
            lab.run(name, "cd " + LAB + "; systemctl enable libvirtd; systemctl start libvirtd");
        }
        if (kvm) {
            lab.run("kvm1", "modprobe kvm_intel");
        }
    }

    private VirtHost.Qemu qemu() {
        String program = "/usr/bin/qemu-system-x86_64";
        String kvm = generation == Generation.EL7 ? "/usr/bin/kvm" : program;
        return new VirtHost.Qemu(program, kvm, "pc-i440fx-7.2", "pc-q35-7.2", true);
    }

    private static Lab boot(boolean kvm) {
        Map<String, Object> hosts = new LinkedHashMap<>();
        hosts.put("kvm1", host("192.168.66.11/24", "00:0c:29:3a:5b:01", kvm));
        hosts.put("kvm2", host("192.168.66.12/24", "00:0c:29:3a:5b:02", kvm));
        hosts.put("gw", Map.of("interfaces", Map.of("eth0", Map.of("segment", "lan", "address", "192.168.66.2/24"))));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", "transcript");
        tree.put("profile", "recorded");
        tree.put("hosts", hosts);
        return Lab.boot(LabSpec.read(tree).orThrow());
    }

    private static Map<String, Object> host(String address, String mac, boolean kvm) {
        Map<String, Object> host = new LinkedHashMap<>();
        host.put("interfaces", Map.of("ens33", Map.of("segment", "lan", "address", address, "mac", mac)));
        host.put("hardware", Map.of("cpu", "intel", "virtualisation", kvm, "cores", 2, "memory", 7900));
        host.put("setup", List.of("ip route add default via 192.168.66.2"));
        return host;
    }

    private static void install(Machine machine, Volume shared) {
        FileSystem files = machine.files();
        for (String directory :
                List.of(LAB, IMAGES, "/data/guest", "/data/shared", "/etc/libvirt/qemu/autostart", "/usr/bin")) {
            files.install(directory);
        }
        files.mounts().add(new Mount(shared, "/", "/dev/sdb1", "/data/shared", "rw,relatime"));
        for (String program : List.of("qemu-system-x86_64", "kvm")) {
            files.install("/usr/bin/" + program, "\n");
        }
        files.install("/data/guest/vmlinuz", "kernel\n");
        files.install("/data/guest/initrd.gz", "initrd\n");
        try {
            files.setMode(IMAGES, 0777);
        } catch (FileException none) {
            throw new IllegalStateException(IMAGES, none);
        }
    }

    private Libvirtd libvirtd(String host) {
        return lab.machine(host).virtualisation().libvirtd();
    }

    /** The session's set-up; documents that it names and nobody wrote down are made after the state. */
    void begin(List<String> setup, Map<String, Object> state, Map<String, Object> given) {
        StartingDocuments documents = new StartingDocuments(session, note, state);
        for (String line : setup) {
            if (line.startsWith("virsh ") && line.contains("define ") && line.endsWith(".xml")) {
                String file = line.substring(line.lastIndexOf(' ') + 1);
                documents.make(file).ifPresent(text -> write(file, text));
            }
            run("kvm1", line);
        }
        given.forEach((name, text) -> write(name, Objects.toString(text, "")));
    }

    void write(String name, String text) {
        try {
            FileSystem files = lab.machine("kvm1").files();
            String path = FileSystem.resolve(LAB, name);
            files.write(path, text);
            files.setExecutable(path, name.endsWith(".sh"));
        } catch (FileException e) {
            throw new IllegalStateException(name, e);
        }
    }

    /** Runs a line as {@code sh -c} does. */
    Answer run(String host, String line) {
        CommandResult result = lab.run(host, "sh -c '" + line.replace("'", "'\\''") + "'");
        return new Answer(result.stdout(), result.stderr(), result.status());
    }

    /** Something unrecorded happened: the hosts are brought into the state that the row begins with. */
    void resume(Map<String, Object> state) {
        if ("stopped".equals(state.get("libvirtd"))) {
            run("kvm1", "systemctl stop libvirtd");
            return;
        }
        if (!libvirtd("kvm1").isRunning()) {
            run("kvm1", "systemctl start libvirtd");
        }
        TranscriptReplay.map(state.get("domains")).forEach((name, value) -> {
            Map<String, Object> wanted = TranscriptReplay.map(value);
            Optional<Domain> domain = libvirtd("kvm1").domains().named(name);
            if (domain.isEmpty()) {
                return;
            }
            boolean runs = !"shut off".equals(wanted.get("state"));
            if (runs && !domain.get().isActive()) {
                run("kvm1", "virsh start " + name);
            } else if (!runs && domain.get().isActive()) {
                run("kvm1", "virsh destroy " + name);
            }
            domain.get().live().ifPresent(live -> {
                List<String> macs = new ArrayList<>();
                if (wanted.get("nics") instanceof List<?> nics) {
                    nics.forEach(nic -> macs.add(TranscriptReplay.list(nic).getLast()));
                }
                live.nics().stream()
                        .filter(nic -> !macs.contains(nic.mac()))
                        .map(nic -> "virsh detach-interface " + name + " " + nic.type() + " --mac " + nic.mac())
                        .toList()
                        .forEach(line -> run("kvm1", line));
            });
        });
    }

    /** What the recording's notes say, or leave out, about happenings before a row. */
    void unrecorded(String id, String note) {
        if (note.contains("/dev/kvm has gone")) {
            run("kvm1", "rmmod kvm_intel");
        }
        if (note.contains("kvm2 has an active pool on that directory")) {
            run("kvm2", "virsh pool-define-as images dir --target " + IMAGES + "; virsh pool-start images");
        }
        SetUps.onSecondHost(generation, id).forEach(line -> run("kvm2", line));
    }
}
