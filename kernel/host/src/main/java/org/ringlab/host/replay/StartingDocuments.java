package org.ringlab.host.replay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.ringlab.virt.xml.Element;

/**
 * The documents that a session's set-up defined and the recording doesn't give. They follow from the state that the
 * session begins with, and from {@link SetUps} where no state shows it.
 */
final class StartingDocuments {
    private final String session;
    private final boolean boots;
    private final Map<String, Object> networks;
    private final Map<String, Object> domains;
    private final Map<String, Object> files;
    private final Set<String> unused;
    private final String first;

    /**
     * Those of a session.
     *
     * @param note what the recording says about the session as a whole
     */
    StartingDocuments(String session, String note, Map<String, Object> state) {
        this.session = session;
        boots = note.contains("direct kernel boot");
        networks = TranscriptReplay.map(state.get("networks"));
        domains = TranscriptReplay.map(state.get("domains"));
        files = TranscriptReplay.map(state.get("files"));
        unused = new LinkedHashSet<>(domains.keySet());
        first = domains.keySet().stream().findFirst().orElse("");
    }

    /** The document in a file of that name: the guest called so, else the next one of the state. */
    Optional<String> make(String file) {
        String stem = file.substring(0, file.lastIndexOf('.'));
        Optional<String> network =
                networks.keySet().stream().filter(n -> n.startsWith(stem)).findFirst();
        if (network.isPresent()) {
            Object bridge = TranscriptReplay.map(networks.get(network.get())).get("bridge");
            return Optional.of("<network><name>" + network.get() + "</name><bridge name='" + bridge
                    + "' stp='on' delay='0'/>"
                    + "<ip address='192.168.100.1' netmask='255.255.255.0'><dhcp>"
                    + "<range start='192.168.100.100' end='192.168.100.200'/></dhcp></ip></network>");
        }
        Optional<String> name = unused.contains(stem)
                ? Optional.of(stem)
                : unused.stream().filter(n -> n.startsWith(stem)).findFirst();
        name.ifPresent(unused::remove);
        return name.map(n -> guest(n, TranscriptReplay.map(domains.get(n))));
    }

    private String guest(String name, Map<String, Object> state) {
        SetUps.Guest told = SetUps.guest(session, name.equals(first), boots);
        Element os = new Element("os")
                .add(Element.text("type", "hvm").set("arch", "x86_64").set("machine", "pc"));
        if (boots) {
            os.add(Element.text("kernel", "/data/guest/vmlinuz"));
            os.add(Element.text("initrd", "/data/guest/initrd.gz"));
            os.add(Element.text("cmdline", "console=ttyS0 quiet"));
        } else {
            os.add(Element.of("boot", "dev", "hd"));
        }
        Element devices = new Element("devices");
        for (List<String> disk : rows(state.get("disks"))) {
            String format = "qcow2".equals(files.get(disk.get(2))) ? "qcow2" : "raw";
            Element driver = Element.of("driver", "name", "qemu", "type", format);
            if (told.cacheNone()) {
                driver.set("cache", "none");
            }
            devices.add(Element.of("disk", "type", "file", "device", disk.get(1))
                    .add(driver)
                    .add(Element.of("source", "file", disk.get(2)))
                    .add(Element.of("target", "dev", disk.get(0), "bus", "virtio")));
        }
        for (List<String> nic : rows(state.get("nics"))) {
            devices.add(Element.of("interface", "type", nic.get(1))
                    .add(Element.of("mac", "address", nic.get(3)))
                    .add(Element.of("source", nic.get(1), nic.get(2)))
                    .add(Element.of("model", "type", "virtio")));
        }
        if (boots) {
            devices.add(Element.of("serial", "type", "file")
                    .add(Element.of("source", "path", "/data/guest/" + name + ".log")));
        } else {
            devices.add(Element.of("graphics", "type", "vnc", "port", "-1", "listen", "127.0.0.1"));
        }
        return Element.of("domain", "type", "qemu")
                .add(Element.text("name", name))
                .add(Element.text("memory", String.valueOf(told.memory())).set("unit", "MiB"))
                .add(Element.text("vcpu", String.valueOf(told.vcpus())))
                .add(os)
                .add(new Element("features").add(new Element("acpi")))
                .add(devices)
                .toString();
    }

    private static List<List<String>> rows(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .map(row -> row instanceof List<?> cells
                                ? cells.stream().map(Objects::toString).toList()
                                : List.<String>of())
                        .toList()
                : List.of();
    }
}
