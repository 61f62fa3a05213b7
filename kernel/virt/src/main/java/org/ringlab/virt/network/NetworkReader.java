package org.ringlab.virt.network;

import java.util.List;
import java.util.Optional;
import org.ringlab.virt.Identity;
import org.ringlab.virt.Sizes;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.DomainReader;
import org.ringlab.virt.xml.Element;

/** From a network's document as a person writes it to one with all defaults (virNetworkDefParseXML, networkValidate). */
public final class NetworkReader {
    private static final List<String> MODES =
            List.of("none", "nat", "route", "open", "bridge", "private", "vepa", "passthrough", "hostdev");
    private static final List<String> VIRTUAL = List.of("none", "nat", "route", "open");

    private final VirtHost host;
    private final Element raw;
    private final Element out = new Element("network");
    private final String name;

    private NetworkReader(VirtHost host, Element raw) throws VirError {
        this.host = host;
        this.raw = raw;
        name = raw.textOf("name").orElseThrow(() -> new VirError(Code.NO_NAME, ""));
    }

    /** Reads a text as the document of a network. Its bridge may still be without a name. */
    public static NetworkDef read(VirtHost host, String text) throws VirError {
        Element raw = DomainReader.root(text, "network", "network_definition");
        return new NetworkReader(host, raw).network();
    }

    private NetworkDef network() throws VirError {
        out.add(Element.text("name", name));
        Optional<String> uuid = raw.textOf("uuid");
        out.add(Element.text(
                "uuid",
                uuid.isEmpty()
                        ? Identity.uuid(host)
                        : Identity.uuid(uuid.get())
                                .orElseThrow(() -> new VirError(Code.XML, "malformed uuid element"))));
        String mode = forward();
        boolean virtual = VIRTUAL.contains(mode);
        bridge(mode, virtual);
        raw.child("mtu").map(Element::copy).ifPresent(out::add);
        mac(virtual);
        for (String part : List.of("domain", "dns", "vlan", "bandwidth", "virtualport")) {
            raw.child(part).map(Element::copy).ifPresent(out::add);
        }
        for (Element ip : raw.children("ip")) {
            out.add(address(ip));
        }
        for (String part : List.of("route", "portgroup")) {
            raw.children(part).forEach(p -> out.add(p.copy()));
        }
        check(mode, virtual);
        return new NetworkDef(out);
    }

    private String forward() throws VirError {
        Optional<Element> forward = raw.child("forward");
        if (forward.isEmpty()) {
            return "none";
        }
        String mode = forward.get().attribute("mode", "nat");
        if (!MODES.contains(mode)) {
            throw new VirError(Code.UNSUPPORTED, "unknown forwarding type '" + mode + "'");
        }
        List<Element> interfaces = forward.get().children("interface");
        Optional<String> device = forward.get()
                .attribute("dev")
                .or(() -> interfaces.isEmpty()
                        ? Optional.empty()
                        : interfaces.getFirst().attribute("dev"));
        Element made = new Element("forward").set("dev", device).set("mode", mode);
        forward.get().child("nat").map(Element::copy).ifPresent(made::add);
        if (interfaces.isEmpty()) {
            device.ifPresent(d -> made.add(Element.of("interface", "dev", d)));
        }
        interfaces.forEach(i -> made.add(Element.of("interface", "dev", i.attribute("dev", ""))));
        for (String part : List.of("address", "pf", "driver")) {
            forward.get().children(part).forEach(p -> made.add(p.copy()));
        }
        if (!mode.equals("none")) {
            out.add(made);
        }
        return mode;
    }

    private void bridge(String mode, boolean virtual) throws VirError {
        Optional<Element> given = raw.child("bridge");
        Optional<String> bridge = given.flatMap(b -> b.attribute("name"));
        Optional<String> stp = given.flatMap(b -> b.attribute("stp"));
        String delay = given.flatMap(b -> b.attribute("delay")).orElse("0");
        if (virtual) {
            Element made = new Element("bridge").set("name", bridge);
            made.set("stp", stp.filter("off"::equals).isPresent() ? "off" : "on");
            made.set("delay", Sizes.number(delay).map(String::valueOf).orElse("0"));
            given.flatMap(b -> b.attribute("macTableManager")).ifPresent(m -> made.set("macTableManager", m));
            out.add(made);
            return;
        }
        if (!mode.equals("bridge") && bridge.isPresent()) {
            throw new VirError(Code.XML, "bridge name not allowed in " + mode + " mode (network '" + name + "')");
        }
        if (stp.isPresent() || !delay.equals("0")) {
            throw new VirError(
                    Code.XML,
                    "bridge delay/stp options only allowed in route, nat, and isolated mode, not in " + mode
                            + " (network '" + name + "')");
        }
        bridge.ifPresent(b -> out.add(Element.of("bridge", "name", b)));
    }

    private void mac(boolean virtual) throws VirError {
        Optional<String> written = raw.attributeOf("mac", "address");
        if (written.isPresent()) {
            String mac = Identity.mac(written.get())
                    .orElseThrow(() -> new VirError(
                            Code.XML, "Invalid bridge mac address '" + written.get() + "' in network '" + name + "'"));
            if (Identity.isMulticast(mac)) {
                throw new VirError(
                        Code.XML,
                        "Invalid multicast bridge mac address '" + written.get() + "' in network '" + name + "'");
            }
            out.add(Element.of("mac", "address", mac));
        } else if (virtual) {
            out.add(Element.of("mac", "address", Identity.mac(host)));
        }
    }

    private Element address(Element ip) throws VirError {
        String address = ip.attribute("address", "");
        boolean six = ip.attribute("family", "ipv4").equals("ipv6");
        Element made = new Element("ip").open();
        made.set("family", ip.attribute("family")).set("address", address);
        if (six) {
            made.set("prefix", ip.attribute("prefix"));
            ip.children().forEach(c -> made.add(c.copy()));
            return made;
        }
        if (Ipv4.parse(address).isEmpty()) {
            throw new VirError(Code.XML, "Invalid address '" + address + "' in network '" + name + "'");
        }
        Optional<String> mask = ip.attribute("netmask");
        Optional<String> prefix = ip.attribute("prefix");
        if (mask.isPresent() && Ipv4.parse(mask.get()).isEmpty()) {
            throw new VirError(Code.XML, "Invalid netmask '" + mask.get() + "' in network '" + name + "'");
        }
        if (prefix.isPresent()) {
            long length = Sizes.number(prefix.get())
                    .orElseThrow(() -> new VirError(
                            Code.XML,
                            "Invalid ULong value specified for prefix in definition of network '" + name + "'"));
            if (length > 32) {
                throw new VirError(Code.UNSUPPORTED, "Invalid IPv4 prefix '" + length + "' in network '" + name + "'");
            }
            if (mask.isPresent()) {
                throw new VirError(
                        Code.UNSUPPORTED, "Network '" + name + "' IP address cannot have both a prefix and a netmask");
            }
        }
        made.set("netmask", mask).set("prefix", prefix);
        for (Element child : ip.children()) {
            if (child.name().equals("dhcp")) {
                made.add(dhcp(new NetworkDef.Ip(made), child));
            } else if (child.name().equals("tftp")) {
                made.add(child.copy());
            }
        }
        return made;
    }

    private Element dhcp(NetworkDef.Ip ip, Element given) throws VirError {
        Element made = new Element("dhcp").open();
        for (Element range : given.children("range")) {
            checkRange(ip, range);
            made.add(Element.of("range", "start", range.attribute("start", ""), "end", range.attribute("end", "")));
        }
        for (Element station : given.children("host")) {
            made.add(station(name, station));
        }
        given.children("bootp").forEach(b -> made.add(b.copy()));
        return made;
    }

    /** A range has to lie in its network, the right way round (virSocketAddrGetRange). */
    static void checkRange(NetworkDef.Ip ip, Element range) throws VirError {
        String first = range.attribute("start", "");
        String last = range.attribute("end", "");
        long start = parsed(first);
        long end = parsed(last);
        long own = Ipv4.parse(ip.address()).orElse(0L);
        long mask = Ipv4.mask(ip.prefix());
        String both = first + " - " + last;
        String network = ip.address() + "/" + ip.prefix();
        if ((start & mask) != (own & mask) || (end & mask) != (own & mask)) {
            throw new VirError(Code.INTERNAL, "range " + both + " is not entirely within network " + network);
        }
        if (start == (own & mask)) {
            throw new VirError(
                    Code.INTERNAL, "start of range " + both + " in network " + network + " is the network address");
        }
        if (end == (own & mask | ~mask & 0xFFFF_FFFFL)) {
            throw new VirError(
                    Code.INTERNAL, "end of range " + both + " in network " + network + " is the broadcast address");
        }
        if (start > end) {
            throw new VirError(Code.INTERNAL, "range " + both + " is reversed ");
        }
    }

    private static long parsed(String address) throws VirError {
        return Ipv4.parse(address)
                .orElseThrow(() -> new VirError(
                        Code.SYSTEM, "Cannot parse socket address '" + address + "': Name or service not known"));
    }

    /** A station with an address of its own. */
    static Element station(String network, Element given) throws VirError {
        Element made = new Element("host");
        Optional<String> mac = given.attribute("mac");
        if (mac.isPresent()) {
            made.set(
                    "mac",
                    Identity.mac(mac.get())
                            .orElseThrow(() -> new VirError(
                                    Code.XML,
                                    "Cannot parse MAC address '" + mac.get() + "' in network '" + network + "'")));
        }
        made.set("name", given.attribute("name"));
        Optional<String> ip = given.attribute("ip");
        if (ip.isPresent() && Ipv4.parse(ip.get()).isEmpty()) {
            throw new VirError(Code.XML, "Invalid IP address in static host definition for network '" + network + "'");
        }
        return made.set("ip", ip);
    }

    private void check(String mode, boolean virtual) throws VirError {
        boolean forwards = virtual && !mode.equals("none");
        if (forwards && out.child("ip").isEmpty()) {
            throw new VirError(
                    Code.XML, mode + " forwarding requested, but no IP address provided for network '" + name + "'");
        }
        if (!virtual) {
            for (String part : List.of("ip", "dns", "domain", "mac")) {
                if (out.child(part).isPresent()) {
                    throw new VirError(
                            Code.UNSUPPORTED,
                            "Unsupported <" + part + "> element in network " + name + " with forward mode='" + mode
                                    + "'");
                }
            }
        }
    }
}
