package org.ringlab.netfilter.rules;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SeededRandom;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.OtherPayload;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.Payload;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * A packet at a hook as a test's table writes it: a protocol, then what differs from the usual, for example
 * {@code tcp dport=80 flags=SYN in=eth0 ttl=63}. The usual is a packet from 10.0.0.1:40000 to 10.0.0.2:80, forwarded
 * from eth0 to eth1.
 */
final class WrittenPacket implements ChangeablePacket {
    private final String protocol;
    private final Map<String, String> values;
    private @Nullable Packet changed;
    private int connectionMark;
    private final SeededRandom random = new SeededRandom(1);
    private NamedMemories memories = new NamedMemories();
    private int priority;

    private WrittenPacket(String protocol, Map<String, String> values) {
        this.protocol = protocol;
        this.values = values;
        connectionMark = number("connmark", 0);
    }

    static WrittenPacket of(String text) {
        String[] words = text.strip().split("\\s+");
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return new WrittenPacket(words[0], values);
    }

    private String value(String key, String usual) {
        return values.getOrDefault(key, usual);
    }

    private int number(String key, int usual) {
        return Integer.decode(value(key, Integer.toString(usual)));
    }

    private Ipv4Address address(String key, String usual) {
        return Ipv4Address.of(value(key, usual));
    }

    private Payload payload() {
        Bytes data = values.containsKey("data") ? Bytes.utf8(value("data", "")) : Bytes.filled(number("size", 0), 0);
        return switch (protocol) {
            case "tcp" ->
                new TcpSegment(
                        number("sport", 40000),
                        number("dport", 80),
                        0,
                        0,
                        flags(),
                        number("options", 12),
                        number("mss", 0),
                        data);
            case "udp" -> new UdpDatagram(number("sport", 40000), number("dport", 80), data);
            case "icmp" ->
                new IcmpMessage(
                        number("type", 8),
                        number("code", 0),
                        number("id", 0),
                        0,
                        data,
                        values.containsKey("about") ? quoted() : null);
            default -> new OtherPayload(Integer.parseInt(protocol), data);
        };
    }

    /** The packet an ICMP error is about: what is written after {@code about.}. */
    private Packet quoted() {
        Map<String, String> about = new HashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith("about.")) {
                about.put(key.substring("about.".length()), value);
            }
        });
        return new WrittenPacket(value("about", ""), about).packet();
    }

    private int flags() {
        int bits = 0;
        for (String name : value("flags", "ACK").split(",")) {
            for (int bit = 1; bit <= TcpSegment.CWR; bit <<= 1) {
                bits |= TcpSegment.flagNames(bit).contains(name) ? bit : 0;
            }
        }
        return bits;
    }

    @Override
    public Packet packet() {
        if (changed != null) {
            return changed;
        }
        return new Packet(
                address("src", "10.0.0.1"),
                address("dst", "10.0.0.2"),
                number("ttl", 64),
                number("tos", 0),
                0,
                value("df", "no").equals("yes"),
                payload());
    }

    @Override
    public Hook hook() {
        return Hook.valueOf(value("hook", "FORWARD"));
    }

    @Override
    public String inInterface() {
        return value("in", "eth0");
    }

    @Override
    public String outInterface() {
        return value("out", "eth1");
    }

    @Override
    public Optional<MacAddress> sourceMac() {
        return Optional.ofNullable(values.get("mac")).flatMap(MacAddress::parse);
    }

    @Override
    public ConnectionState connectionState() {
        return ConnectionState.valueOf(value("state", "INVALID"));
    }

    @Override
    public int mark() {
        return number("mark", 0);
    }

    @Override
    public void setPacket(Packet packet) {
        changed = packet;
    }

    /** By the interface that {@code back} names. */
    @Override
    public Optional<String> wayTo(Ipv4Address address) {
        return Optional.ofNullable(values.get("back"));
    }

    @Override
    public void trace() {
        values.put("trace", "yes");
    }

    @Override
    public boolean isTraced() {
        return value("trace", "no").equals("yes");
    }

    @Override
    public SocketOwner owner() {
        return SocketOwner.valueOf(value("owner", "NONE"));
    }

    @Override
    public NamedMemories memories() {
        return memories;
    }

    /** The same packet where rules remember something. */
    WrittenPacket with(NamedMemories known) {
        memories = known;
        return this;
    }

    @Override
    public SeededRandom random() {
        return random;
    }

    @Override
    public Optional<BridgePorts> bridgePorts() {
        return values.containsKey("bridged") ? Optional.of(ports(value("bridged", ""))) : Optional.empty();
    }

    private static BridgePorts ports(String inAndOut) {
        int arrow = inAndOut.indexOf('>');
        return new BridgePorts(inAndOut.substring(0, arrow), inAndOut.substring(arrow + 1));
    }

    @Override
    public void setMark(int mark) {
        values.put("mark", Integer.toString(mark));
    }

    @Override
    public void track(TrackingTarget how) {
        // Says nothing that a rule could see.
    }

    @Override
    public void setConnectionMark(int mark) {
        connectionMark = mark;
    }

    @Override
    public int priority() {
        return priority;
    }

    @Override
    public void setPriority(int newPriority) {
        priority = newPriority;
    }

    @Override
    public int pathMtu() {
        return number("mtu", 1500);
    }

    @Override
    public long nanos() {
        return number("ms", 0) * SimClock.MILLI;
    }

    /** The connection {@code tracked=} names: {@code plain}, {@code snat} or {@code dnat}. */
    @Override
    public Optional<ConnectionView> connection() {
        return Optional.ofNullable(values.get("tracked")).map(Tracked::new);
    }

    @Override
    public PacketKind kind() {
        return PacketKind.valueOf(value("kind", "HOST"));
    }

    /** 10.0.0.1 is this host's, but not by way of eth1. */
    @Override
    public AddressKind addressKind(Ipv4Address address, String iface) {
        if (address.equals(Ipv4Address.BROADCAST)) {
            return AddressKind.BROADCAST;
        }
        return address.toString().equals("10.0.0.1") && !iface.equals("eth1") ? AddressKind.LOCAL : AddressKind.UNICAST;
    }

    @Override
    public boolean laterFragment() {
        return value("fragment", "first").equals("later");
    }

    /** The connection the packet belongs to: 10.0.0.1:1000 to 10.0.0.2:80, perhaps translated. */
    private final class Tracked implements ConnectionView {
        private final String translated;

        private Tracked(String translated) {
            this.translated = translated;
        }

        @Override
        public int protocol() {
            return payload().protocol();
        }

        @Override
        public Ipv4Address originalSource() {
            return Ipv4Address.of("10.0.0.1");
        }

        @Override
        public Ipv4Address originalDestination() {
            return Ipv4Address.of("10.0.0.2");
        }

        @Override
        public Ipv4Address replySource() {
            return Ipv4Address.of(translated.equals("dnat") ? "10.9.9.9" : "10.0.0.2");
        }

        @Override
        public Ipv4Address replyDestination() {
            return Ipv4Address.of(translated.equals("snat") ? "10.8.8.8" : "10.0.0.1");
        }

        @Override
        public int originalSourcePort() {
            return 1000;
        }

        @Override
        public int originalDestinationPort() {
            return 80;
        }

        @Override
        public int replySourcePort() {
            return 80;
        }

        @Override
        public int replyDestinationPort() {
            return 1000;
        }

        @Override
        public Set<Status> status() {
            Set<Status> statuses = EnumSet.noneOf(Status.class);
            if (values.containsKey("status")) {
                statuses.add(Status.valueOf(value("status", "").toUpperCase(Locale.ROOT)));
            }
            return statuses;
        }

        @Override
        public boolean replyDirection() {
            return value("dir", "original").equals("reply");
        }

        @Override
        public long expiresInSeconds() {
            return number("expires", 30);
        }

        @Override
        public boolean sourceTranslated() {
            return translated.equals("snat");
        }

        @Override
        public boolean destinationTranslated() {
            return translated.equals("dnat");
        }

        @Override
        public String announcedBy() {
            return value("helper", "");
        }

        @Override
        public int mark() {
            return connectionMark;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isCounted() {
            return values.containsKey("packets");
        }

        @Override
        public long packets(boolean inReplyDirection) {
            return number(inReplyDirection ? "reply.packets" : "packets", 0);
        }

        @Override
        public long bytes(boolean inReplyDirection) {
            return number(inReplyDirection ? "reply.bytes" : "bytes", 0);
        }
    }
}
