package org.ringlab.virt.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringlab.virt.Identity;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.xml.Element;

/** The document that {@code virt-install} writes (virtinst/guest.py). */
final class GuestDocument {
    private final VirtHost host;
    private final InstallOptions options;
    private final String type;
    private final String name;
    private final long mebibytes;
    private final boolean modern;
    private final String uuid;
    private final Optional<InstallTree> tree;

    GuestDocument(
            VirtHost host,
            InstallOptions options,
            String type,
            String name,
            long mebibytes,
            boolean modern,
            Optional<InstallTree> tree) {
        this.host = host;
        this.tree = tree;
        this.options = options;
        this.type = type;
        this.name = name;
        this.mebibytes = mebibytes;
        this.modern = modern;
        uuid = options.value("--uuid").orElseGet(() -> Identity.uuid(host));
    }

    /** The document to install with, or the one that stays. */
    Element of(List<NewDisk> disks, List<Element> nics, boolean installing) {
        Element root = Element.of("domain", "type", type);
        root.add(Element.text("name", name)).add(Element.text("uuid", uuid));
        options.value("--description").ifPresent(d -> root.add(Element.text("description", d)));
        String kib = String.valueOf(mebibytes * 1024);
        root.add(Element.text("memory", kib)).add(Element.text("currentMemory", kib));
        Map<String, String> vcpus =
                InstallOptions.parts(options.value("--vcpus").orElse("1"), "vcpus");
        String count = vcpus.getOrDefault("vcpus", "1");
        Element vcpu = Element.text("vcpu", vcpus.getOrDefault("maxvcpus", count.equals("0") ? "1" : count));
        if (vcpus.containsKey("maxvcpus")) {
            vcpu.set("current", count);
        }
        root.add(vcpu);
        root.add(system(installing));
        root.add(new Element("features").add(new Element("acpi")).add(new Element("apic")));
        options.value("--cpu")
                .or(() -> type.equals("kvm") ? Optional.of("host-passthrough") : Optional.empty())
                .ifPresent(cpu -> root.add(Element.of("cpu", "mode", cpu.split(",")[0])));
        root.add(Element.of("clock", "offset", "utc")
                .add(Element.of("timer", "name", "rtc", "tickpolicy", "catchup"))
                .add(Element.of("timer", "name", "pit", "tickpolicy", "delay"))
                .add(Element.of("timer", "name", "hpet", "present", "no")));
        root.add(new Element("pm")
                .add(Element.of("suspend-to-mem", "enabled", "no"))
                .add(Element.of("suspend-to-disk", "enabled", "no")));
        root.add(devices(disks, nics, installing));
        if (installing) {
            root.add(Element.text("on_reboot", "destroy"));
        }
        return root;
    }

    private Element system(boolean installing) {
        Element os = new Element("os");
        os.add(Element.text("type", "hvm")
                .set("arch", "x86_64")
                .set("machine", host.qemu().pc()));
        if (options.has("--boot")) {
            for (String device : options.value("--boot").orElse("").split(",")) {
                if (List.of("hd", "cdrom", "network", "fd").contains(device)) {
                    os.add(Element.of("boot", "dev", device));
                }
            }
        } else if (options.has("--pxe")) {
            // Without a disk there is nothing else to start from afterwards either.
            boolean hasDisk = options.all("--disk").stream().anyMatch(d -> !d.equals("none"));
            os.add(Element.of("boot", "dev", installing || !hasDisk ? "network" : "hd"));
        } else if (tree.isPresent() && installing) {
            os.add(Element.text("kernel", tree.get().kernel()));
            os.add(Element.text("initrd", tree.get().initrd()));
            options.value("--extra-args").ifPresent(args -> os.add(Element.text("cmdline", args)));
        } else if (options.has("--cdrom") && installing) {
            os.add(Element.of("boot", "dev", "cdrom"));
        } else {
            os.add(Element.of("boot", "dev", "hd"));
        }
        return os;
    }

    private Element devices(List<NewDisk> disks, List<Element> nics, boolean installing) {
        Element devices = new Element("devices");
        devices.add(Element.text(
                "emulator",
                type.equals("kvm") ? host.qemu().kvmProgram() : host.qemu().program()));
        disks.forEach(d -> devices.add(d.element()));
        options.value("--cdrom").ifPresent(path -> {
            Element drive = Element.of("disk", "type", "file", "device", "cdrom");
            if (installing) {
                drive.add(Element.of("driver", "name", "qemu", "type", "raw"));
                drive.add(Element.of("source", "file", path));
            }
            boolean taken = disks.stream().anyMatch(d -> d.target().equals("hda"));
            drive.add(Element.of("target", "dev", taken ? "hdb" : "hda", "bus", "ide"));
            drive.add(new Element("readonly"));
            devices.add(drive);
        });
        devices.add(Element.of("controller", "type", "usb", "model", "ich9-ehci1"));
        for (int i = 0; i < 3; i++) {
            devices.add(Element.of("controller", "type", "usb", "model", "ich9-uhci" + (i + 1))
                    .add(Element.of("master", "startport", String.valueOf(2 * i))));
        }
        nics.forEach(devices::add);
        devices.add(Element.of("console", "type", "pty"));
        if (modern) {
            devices.add(Element.of("channel", "type", "unix")
                    .add(Element.of("target", "type", "virtio", "name", "org.qemu.guest_agent.0")));
        }
        String graphics = options.has("--nographics")
                ? "none"
                : options.value("--graphics").orElse("vnc");
        if (!graphics.equals("none")) {
            Map<String, String> parts = InstallOptions.parts(graphics, "type");
            devices.add(Element.of("input", "type", "tablet", "bus", "usb"));
            Element screen = Element.of("graphics", "type", parts.getOrDefault("type", "vnc"));
            screen.set("port", parts.getOrDefault("port", "-1"));
            for (String key : List.of("listen", "password")) {
                if (parts.containsKey(key)) {
                    screen.set(key.equals("password") ? "passwd" : key, parts.getOrDefault(key, ""));
                }
            }
            devices.add(screen);
            devices.add(new Element("video")
                    .add(Element.of("model", "type", options.value("--video").orElse("vga"))));
        }
        return devices;
    }
}
