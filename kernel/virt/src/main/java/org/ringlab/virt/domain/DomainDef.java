package org.ringlab.virt.domain;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.xml.Element;

/** A guest's document with all defaults filled in: what {@code dumpxml} prints. */
public final class DomainDef {
    private final Element root;

    DomainDef(Element root) {
        this.root = root;
    }

    /** The document; changes count. */
    public Element root() {
        return root;
    }

    /** The same again, to be changed on its own. */
    public DomainDef copy() {
        return new DomainDef(root.copy());
    }

    /** The guest's name. */
    public String name() {
        return root.textOf("name").orElse("");
    }

    /** Gives it another name. */
    public void setName(String name) {
        root.child("name").ifPresent(e -> e.setText(name));
    }

    /** Its UUID. */
    public String uuid() {
        return root.textOf("uuid").orElse("");
    }

    /** {@code kvm} or {@code qemu}. */
    public String type() {
        return root.attribute("type", "");
    }

    /** KiB at most. */
    public long memory() {
        return Long.parseLong(root.textOf("memory").orElse("0"));
    }

    /** KiB that the balloon leaves. */
    public long currentMemory() {
        return Long.parseLong(root.textOf("currentMemory").orElse("0"));
    }

    /** Sets {@link #memory}; what the balloon leaves is no more. */
    public void setMemory(long kib) {
        root.child("memory").ifPresent(e -> e.setText(String.valueOf(kib)));
        setCurrentMemory(Math.min(currentMemory(), kib));
    }

    /** Sets {@link #currentMemory}. */
    public void setCurrentMemory(long kib) {
        root.child("currentMemory").ifPresent(e -> e.setText(String.valueOf(kib)));
    }

    /** Processors at most. */
    public int maxVcpus() {
        return Integer.parseInt(root.textOf("vcpu").orElse("1"));
    }

    /** Processors that are plugged in. */
    public int vcpus() {
        return root.attributeOf("vcpu", "current").map(Integer::parseInt).orElse(maxVcpus());
    }

    /** Sets {@link #maxVcpus} and {@link #vcpus}. */
    public void setVcpus(int max, int current) {
        root.child("vcpu").ifPresent(e -> {
            e.setText(String.valueOf(max)).unset("current");
            if (current < max) {
                e.set("current", String.valueOf(current));
            }
        });
    }

    /** Its devices; changes count. */
    public Element devices() {
        return root.child("devices").orElseThrow();
    }

    /** Its disks, in order. */
    public List<Disk> disks() {
        return devices().children("disk").stream().map(Disk::new).toList();
    }

    /** The disk with a target or source. */
    public Optional<Disk> disk(String targetOrSource) {
        return disks().stream()
                .filter(d -> d.target().equals(targetOrSource)
                        || d.source().filter(targetOrSource::equals).isPresent())
                .findFirst();
    }

    /** Its cards, in order. */
    public List<Nic> nics() {
        return devices().children("interface").stream().map(Nic::new).toList();
    }

    /** The screen, where it has one. */
    public Optional<Element> graphics() {
        return devices().child("graphics");
    }

    /** Whether an agent's channel to its system is configured. */
    public boolean hasAgent() {
        return devices().children("channel").stream()
                .anyMatch(c -> c.attributeOf("target", "name")
                        .filter("org.qemu.guest_agent.0"::equals)
                        .isPresent());
    }

    /** As {@code dumpxml} prints it. */
    @Override
    public String toString() {
        return root.toString();
    }

    /**
     * A disk of a document.
     *
     * @param element its element
     */
    public record Disk(Element element) {
        /** {@code file}, {@code block}, {@code volume}. */
        public String type() {
            return element.attribute("type", "file");
        }

        /** {@code disk}, {@code cdrom}, {@code floppy}. */
        public String device() {
            return element.attribute("device", "disk");
        }

        /** {@code vda}. */
        public String target() {
            return element.attributeOf("target", "dev").orElse("");
        }

        /** {@code virtio}, {@code ide} … */
        public String bus() {
            return element.attributeOf("target", "bus").orElse("");
        }

        /** {@code raw}, {@code qcow2} … */
        public String format() {
            return element.attributeOf("driver", "type").orElse("raw");
        }

        /** The file or device behind it; empty for an empty drive, and for a volume of a pool. */
        public Optional<String> source() {
            return element.child("source").flatMap(s -> s.attribute("file").or(() -> s.attribute("dev")));
        }

        /** Whether nobody writes to it. */
        public boolean isReadOnly() {
            return element.child("readonly").isPresent();
        }

        /** Whether several guests may write to it. */
        public boolean isShareable() {
            return element.child("shareable").isPresent();
        }
    }

    /**
     * A card of a document.
     *
     * @param element its element
     */
    public record Nic(Element element) {
        /** {@code network}, {@code bridge} … */
        public String type() {
            return element.attribute("type", "");
        }

        /** Its address. */
        public String mac() {
            return element.attributeOf("mac", "address").orElse("");
        }

        /** {@code virtio}; empty where it isn't written. */
        public Optional<String> model() {
            return element.attributeOf("model", "type");
        }

        /** The network, bridge or interface it is plugged into; empty where it needs none. */
        public Optional<String> source() {
            return element.attributeOf("source", type().equals("direct") ? "dev" : type());
        }

        /** The tap, while the guest runs. */
        public Optional<String> tap() {
            return element.attributeOf("target", "dev");
        }

        /** Whether its cable is plugged in. */
        public boolean isLinked() {
            return !element.attributeOf("link", "state").filter("down"::equals).isPresent();
        }
    }
}
