package org.ringlab.virt.network;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.xml.Element;

/** A virtual network's document with all defaults filled in: what {@code net-dumpxml} prints. */
public final class NetworkDef {
    private final Element root;

    NetworkDef(Element root) {
        this.root = root;
    }

    /** The document; changes count. */
    public Element root() {
        return root;
    }

    /** The same again, to be changed on its own. */
    public NetworkDef copy() {
        return new NetworkDef(root.copy());
    }

    /** Its name. */
    public String name() {
        return root.textOf("name").orElse("");
    }

    /** Its UUID. */
    public String uuid() {
        return root.textOf("uuid").orElse("");
    }

    /** {@code nat}, {@code route}, {@code bridge} …; empty for an isolated one. */
    public Optional<String> forward() {
        return root.child("forward").map(f -> f.attribute("mode", "nat"));
    }

    /** The only interface that it forwards to. */
    public Optional<String> forwardDevice() {
        return root.attributeOf("forward", "dev");
    }

    /** Whether it has a bridge that libvirt makes. */
    public boolean isVirtual() {
        return forward().isEmpty()
                || List.of("nat", "route", "open").contains(forward().get());
    }

    /** Its bridge. */
    public Optional<String> bridge() {
        return root.attributeOf("bridge", "name");
    }

    /** The bridge's address. */
    public Optional<String> mac() {
        return root.attributeOf("mac", "address");
    }

    /** Whether the bridge speaks the spanning tree protocol. */
    public boolean isStp() {
        return root.attributeOf("bridge", "stp").filter("on"::equals).isPresent();
    }

    /** How long the bridge's ports wait before they forward, in seconds. */
    public int forwardDelay() {
        return root.attributeOf("bridge", "delay")
                .filter(d -> d.matches("\\d{1,9}"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /** The bridge's IPv4 addresses. */
    public List<Ip> addresses() {
        return root.children("ip").stream()
                .filter(ip -> !ip.attribute("family", "ipv4").equals("ipv6"))
                .map(Ip::new)
                .toList();
    }

    /** As {@code net-dumpxml} prints it. */
    @Override
    public String toString() {
        return root.toString();
    }

    /**
     * An address of a network.
     *
     * @param element its element; changes count
     */
    public record Ip(Element element) {
        /** The bridge's own. */
        public String address() {
            return element.attribute("address", "");
        }

        /** Length of the network's prefix; without prefix or netmask that of the address's class. */
        public int prefix() {
            return element.attribute("prefix")
                    .map(Integer::parseInt)
                    .or(() -> element.attribute("netmask")
                            .map(m -> Long.bitCount(Ipv4.parse(m).orElse(0L))))
                    .orElse(Ipv4.classPrefix(address()));
        }

        /** Where addresses are lent from, as first and last. */
        public List<String[]> ranges() {
            return element.child("dhcp").stream()
                    .flatMap(d -> d.children("range").stream())
                    .map(r -> new String[] {r.attribute("start", ""), r.attribute("end", "")})
                    .toList();
        }

        /** The directory whose files stations may fetch. */
        public Optional<String> tftpRoot() {
            return element.attributeOf("tftp", "root");
        }

        /** The program that stations boot. */
        public Optional<String> bootFile() {
            return element.child("dhcp").flatMap(d -> d.attributeOf("bootp", "file"));
        }

        /** Who lends that program; empty for the network itself. */
        public Optional<String> bootServer() {
            return element.child("dhcp").flatMap(d -> d.attributeOf("bootp", "server"));
        }

        /** Stations with an address of their own. */
        public List<Element> hosts() {
            return element.child("dhcp").map(d -> d.children("host")).orElse(List.of());
        }
    }
}
