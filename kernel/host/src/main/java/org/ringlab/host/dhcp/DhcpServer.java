package org.ringlab.host.dhcp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.dhcp.DhcpMessage.Type;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.stack.InterfaceAddress;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;
import org.ringlab.netfilter.stack.PacketSocket;
import org.ringlab.netfilter.stack.RawSocket;
import org.ringlab.netfilter.stack.UdpSocket;

/** A DHCP server as dnsmasq is one (src/rfc2131.c, dhcp.c): which address a station gets, and what it is told. */
public final class DhcpServer {
    /** How long an answer to the ping of an address is waited for. */
    private static final long PING_WAIT = 3 * SimClock.SECOND;

    private static final int TOS = 0xC0;

    private final NetStack stack;
    private final NetInterface iface;
    private final DhcpRange range;
    private final Consumer<String> log;
    private final boolean tellsDns;
    private final Map<MacAddress, Lease> leases = new LinkedHashMap<>();
    private final Map<MacAddress, Ipv4Address> offered = new LinkedHashMap<>();
    private final Set<MacAddress> trying = new HashSet<>();
    private Runnable changed = () -> {};
    private @Nullable UdpSocket socket;
    private @Nullable PacketSocket raw;

    /**
     * A server that doesn't listen yet.
     *
     * @param tellsDns whether it is a name server too, and says so
     * @param log what it has to say
     */
    public DhcpServer(NetStack stack, NetInterface iface, DhcpRange range, boolean tellsDns, Consumer<String> log) {
        this.stack = stack;
        this.iface = iface;
        this.range = range;
        this.tellsDns = tellsDns;
        this.log = log;
    }

    /**
     * A lent address.
     *
     * @param name the station's name; empty where it told none
     * @param untilNanos when it ends, in the lab's time
     */
    public record Lease(MacAddress mac, Ipv4Address address, String name, long untilNanos) {}

    /** Listens; false where the port is taken. */
    public boolean start() {
        socket = stack.sockets().bindUdp(iface, DhcpMessage.SERVER_PORT, this::received);
        if (socket == null) {
            return false;
        }
        socket.setTos(TOS);
        raw = stack.sockets().packetSocket(iface, (source, packet) -> false);
        return true;
    }

    /** Listens no longer; what is lent stays lent. */
    public void stop() {
        if (socket != null) {
            socket.close();
            socket = null;
        }
        if (raw != null) {
            raw.close();
            raw = null;
        }
    }

    /** Runs when leases change. */
    public void atChange(Runnable work) {
        changed = work;
    }

    /** Goes on with what another server had lent. */
    public void takeOver(DhcpServer before) {
        leases.putAll(before.leases);
    }

    /** What is lent, newest first as dnsmasq keeps it. */
    public List<Lease> leases() {
        List<Lease> all = new ArrayList<>(leases.values());
        all.removeIf(lease -> lease.untilNanos() <= now());
        Collections.reverse(all);
        return all;
    }

    /** The leases file. */
    public String leasesText() {
        StringBuilder text = new StringBuilder();
        for (Lease lease : leases()) {
            long until = SimClock.BOOT_EPOCH_SECONDS + lease.untilNanos() / SimClock.SECOND;
            text.append(until + " " + lease.mac() + " " + lease.address() + " "
                    + (lease.name().isEmpty() ? "*" : lease.name()) + " *\n");
        }
        return text.toString();
    }

    private long now() {
        return stack.network().clock().nanos();
    }

    private void received(UdpSocket from, Ipv4Address source, int sourcePort, Ipv4Address destination, Bytes data) {
        Optional<DhcpMessage> message = DhcpMessage.parse(data).filter(m -> !m.reply());
        Optional<InterfaceAddress> own = ownAddress();
        if (message.isEmpty() || message.get().type().isEmpty()) {
            return;
        }
        if (own.isEmpty()) {
            log.accept("DHCP packet received on " + iface.name() + " which has no address");
            return;
        }
        DhcpMessage m = message.get();
        switch (m.type().get()) {
            case DISCOVER -> discover(m, own.get());
            case REQUEST -> request(m, own.get());
            case RELEASE -> release(m, own.get());
            case DECLINE -> {
                say("DHCPDECLINE", Optional.empty(), m, "");
                leases.remove(m.hardware());
                changed.run();
            }
            case INFORM -> answer(m, own.get(), Type.ACK, Ipv4Address.ANY, "");
            case OFFER, ACK, NAK -> {}
        }
    }

    /** Its address in the network that it lends in. */
    private Optional<InterfaceAddress> ownAddress() {
        return iface.addresses().stream()
                .filter(a -> a.prefix().contains(range.from()))
                .findFirst();
    }

    private void say(String what, Optional<Ipv4Address> address, DhcpMessage m, String more) {
        log.accept(what + "(" + iface.name() + ") " + address.map(a -> a + " ").orElse("") + m.hardware() + " " + more);
    }

    private Optional<DhcpRange.Fixed> fixed(MacAddress mac) {
        return range.fixed().stream().filter(f -> f.mac().equals(mac)).findFirst();
    }

    private Optional<Lease> lease(MacAddress mac) {
        return Optional.ofNullable(leases.get(mac)).filter(l -> l.untilNanos() > now());
    }

    private boolean isFree(Ipv4Address address, MacAddress asker) {
        boolean lent = leases.values().stream()
                .anyMatch(l -> l.address().equals(address)
                        && l.untilNanos() > now()
                        && !l.mac().equals(asker));
        boolean promised = offered.entrySet().stream()
                .anyMatch(o -> o.getValue().equals(address) && !o.getKey().equals(asker));
        boolean reserved = range.fixed().stream()
                .anyMatch(f -> f.address().filter(a -> a.equals(address)).isPresent()
                        && !f.mac().equals(asker));
        return !lent && !promised && !reserved && !stack.routing().isLocal(address);
    }

    private void discover(DhcpMessage m, InterfaceAddress own) {
        Optional<Ipv4Address> requested = m.address(DhcpMessage.REQUESTED);
        if (trying.contains(m.hardware())) {
            return;
        }
        say("DHCPDISCOVER", requested, m, "");
        Optional<Ipv4Address> known = fixed(m.hardware())
                .flatMap(DhcpRange.Fixed::address)
                .or(() -> lease(m.hardware()).map(Lease::address))
                .or(() -> requested.filter(a -> range.contains(a) && isFree(a, m.hardware())));
        if (known.isPresent()) {
            offer(m, own, known.get());
        } else {
            tryNext(m, own, 0);
        }
    }

    private void offer(DhcpMessage m, InterfaceAddress own, Ipv4Address address) {
        offered.put(m.hardware(), address);
        say("DHCPOFFER", Optional.of(address), m, "");
        answer(m, own, Type.OFFER, address, "");
    }

    /** From the station's hash on, the first address that is free and that nobody answers at ({@code address_allocate}). */
    private void tryNext(DhcpMessage m, InterfaceAddress own, long tried) {
        long first = range.sequential() ? 0 : hash(m.hardware()) % range.size();
        for (long i = tried; i < range.size(); i++) {
            Ipv4Address address = new Ipv4Address((int) (range.from().bits() + (first + i) % range.size()));
            int last = address.bits() & 255;
            boolean classC = (address.bits() >>> 29 & 7) == 6;
            if (!isFree(address, m.hardware()) || classC && (last == 0 || last == 255)) {
                continue;
            }
            if (!range.pings()) {
                offer(m, own, address);
                return;
            }
            long next = i + 1;
            offered.put(m.hardware(), address);
            int id = stack.network().random().nextInt(65_536);
            RawSocket<Packet> answer = stack.sockets().listenRaw(heard -> answers(heard, id));
            IcmpMessage echo = new IcmpMessage(IcmpMessage.ECHO, 0, id, 0, Bytes.filled(20, 0), null);
            stack.sockets().sendRaw(Packet.of(own.address(), address, 64, echo), "dnsmasq");
            trying.add(m.hardware());
            stack.network().queue().later(PING_WAIT, () -> {
                trying.remove(m.hardware());
                answer.close();
                if (socket == null) {
                    return;
                }
                if (answer.found().isPresent()) {
                    tryNext(m, own, next);
                } else {
                    offer(m, own, address);
                }
            });
            return;
        }
        offered.remove(m.hardware());
        say("DHCPDISCOVER", Optional.empty(), m, "no address available");
    }

    private static Optional<Packet> answers(Packet heard, int id) {
        return heard.payload() instanceof IcmpMessage reply
                        && reply.type() == IcmpMessage.ECHO_REPLY
                        && reply.id() == id
                ? Optional.of(heard)
                : Optional.empty();
    }

    /** SDBM hashing of the Ethernet address, as in dnsmasq: the same station gets the same address again. */
    private static long hash(MacAddress mac) {
        int hash = 0;
        for (int i = 0; i < 6; i++) {
            hash = (int) (mac.bits() >>> 40 - 8 * i & 255) + (hash << 6) + (hash << 16) - hash;
        }
        return hash & 0xFFFF_FFFFL;
    }

    private void request(DhcpMessage m, InterfaceAddress own) {
        Optional<Ipv4Address> server = m.address(DhcpMessage.SERVER_ID);
        boolean renews = !m.client().equals(Ipv4Address.ANY);
        Optional<Ipv4Address> wanted = renews ? Optional.of(m.client()) : m.address(DhcpMessage.REQUESTED);
        if (wanted.isEmpty()) {
            return;
        }
        if (server.isPresent() && !server.get().equals(own.address())) {
            offered.remove(m.hardware());
            return;
        }
        Ipv4Address address = wanted.get();
        say("DHCPREQUEST", wanted, m, "");
        boolean knows = lease(m.hardware()).isPresent() || fixed(m.hardware()).isPresent();
        if (!own.prefix().contains(address)) {
            refuse(m, own, address, "wrong network");
        } else if (server.isEmpty() && !knows && !range.authoritative()) {
            if (renews) {
                refuse(m, own, address, "lease not found");
            }
        } else if (!isFree(address, m.hardware())) {
            refuse(m, own, address, "address in use");
        } else if (server.isEmpty()
                && lease(m.hardware()).filter(l -> !l.address().equals(address)).isPresent()) {
            refuse(m, own, address, "wrong address");
        } else if (!range.contains(address)
                && fixed(m.hardware())
                        .flatMap(DhcpRange.Fixed::address)
                        .filter(address::equals)
                        .isEmpty()) {
            refuse(m, own, address, "address not available");
        } else {
            lend(m, own, address, renews);
        }
    }

    private void lend(DhcpMessage m, InterfaceAddress own, Ipv4Address address, boolean renews) {
        String name = fixed(m.hardware())
                .flatMap(DhcpRange.Fixed::name)
                .or(() -> m.text(DhcpMessage.HOST_NAME))
                .orElse("");
        offered.remove(m.hardware());
        if (!renews) {
            leases.remove(m.hardware());
        }
        leases.put(
                m.hardware(), new Lease(m.hardware(), address, name, now() + range.leaseSeconds() * SimClock.SECOND));
        say("DHCPACK", Optional.of(address), m, name);
        answer(m, own, Type.ACK, address, name);
        changed.run();
    }

    private void refuse(DhcpMessage m, InterfaceAddress own, Ipv4Address address, String why) {
        say("DHCPNAK", Optional.of(address), m, why);
        Map<Integer, Bytes> options = new LinkedHashMap<>();
        options.put(DhcpMessage.TYPE, DhcpMessage.of(Type.NAK));
        options.put(DhcpMessage.SERVER_ID, DhcpMessage.of(own.address()));
        DhcpMessage nak = new DhcpMessage(
                true, m.xid(), 0, Ipv4Address.ANY, Ipv4Address.ANY, Ipv4Address.ANY, m.hardware(), options);
        UdpDatagram datagram = new UdpDatagram(DhcpMessage.SERVER_PORT, DhcpMessage.CLIENT_PORT, nak.encode());
        if (raw != null) {
            Packet packet = new Packet(own.address(), Ipv4Address.BROADCAST, 64, TOS, 0, false, datagram);
            raw.send(MacAddress.BROADCAST, packet, "dnsmasq");
        }
    }

    private void release(DhcpMessage m, InterfaceAddress own) {
        boolean mine =
                m.address(DhcpMessage.SERVER_ID).filter(own.address()::equals).isPresent();
        Predicate<Lease> same = lease -> lease.address().equals(m.client());
        if (mine && lease(m.hardware()).filter(same).isPresent()) {
            say("DHCPRELEASE", Optional.of(m.client()), m, "");
            leases.remove(m.hardware());
            changed.run();
        }
    }

    /** An offer or an acknowledgement, straight to the station: nobody needs to ask for its address. */
    private void answer(DhcpMessage m, InterfaceAddress own, Type type, Ipv4Address address, String name) {
        if (socket == null) {
            return;
        }
        boolean renews = !m.client().equals(Ipv4Address.ANY);
        Map<Integer, Bytes> options = new LinkedHashMap<>();
        options.put(DhcpMessage.TYPE, DhcpMessage.of(type));
        options.put(DhcpMessage.SERVER_ID, DhcpMessage.of(own.address()));
        long seconds = range.leaseSeconds();
        if (!address.equals(Ipv4Address.ANY)) {
            int fuzz = renews ? stack.network().random().nextInt((int) Math.max(1, Math.min(65_536, seconds / 16))) : 0;
            options.put(DhcpMessage.LEASE_TIME, DhcpMessage.of(seconds));
            options.put(DhcpMessage.RENEWAL, DhcpMessage.of(seconds / 2 - fuzz));
            options.put(DhcpMessage.REBINDING, DhcpMessage.of(seconds * 7 / 8 - fuzz));
        }
        options.put(DhcpMessage.SUBNET_MASK, DhcpMessage.of(own.prefix().netmask()));
        options.put(DhcpMessage.BROADCAST, DhcpMessage.of(own.prefix().broadcast()));
        options.put(DhcpMessage.ROUTER, DhcpMessage.of(own.address()));
        if (tellsDns) {
            options.put(DhcpMessage.DNS, DhcpMessage.of(own.address()));
        }
        if (type == Type.ACK && !name.isEmpty()) {
            options.put(DhcpMessage.HOST_NAME, Bytes.utf8(name));
        }
        range.options().forEach((number, value) -> {
            if (value.length() == 0) {
                options.remove(number);
            } else {
                options.put(number, value);
            }
        });
        DhcpMessage reply =
                new DhcpMessage(true, m.xid(), 0, m.client(), address, own.address(), m.hardware(), options);
        Ipv4Address to = renews ? m.client() : address;
        if (!renews) {
            stack.neighbours().learn(iface, to, m.hardware());
        }
        socket.sendFrom(own.address(), to, DhcpMessage.CLIENT_PORT, reply.encode());
    }
}
