package org.ringlab.host.dhcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.host.dhcp.DhcpMessage.Type;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Ipv4Prefix;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.UdpDatagram;
import org.ringlab.netfilter.stack.NetInterface;
import org.ringlab.netfilter.stack.NetStack;

/**
 * A DHCP client as ISC's dhclient is one (RFC 2131 section 4.4, client/dhclient.c): it looks for a server, takes an
 * address, asks again in time, and gives it back.
 */
public final class DhcpClient {
    private static final long TIMEOUT = 60 * SimClock.SECOND;
    private static final long RETRY = 300 * SimClock.SECOND;

    private final NetStack stack;
    private final NetInterface iface;
    private final boolean showsXid;
    private final Environment environment;
    private final ClientMail mail;
    private Consumer<String> log;
    private State state = State.INIT;
    private long begun;
    private long interval;
    private EventQueue.@Nullable Timer timer;
    private @Nullable ClientLease lease;
    private @Nullable DhcpMessage offer;

    /** Where the client is in the drawing of RFC 2131. */
    public enum State {
        /** Looking for a server. */
        INIT,
        /** Asking for what it had before. */
        REBOOTING,
        /** Taking an offer. */
        REQUESTING,
        /** It has an address. */
        BOUND,
        /** It asks its server whether it may keep it. */
        RENEWING,
        /** It asks anybody. */
        REBINDING,
        /** Nobody answered; it tries again later. */
        SLEEPING,
        /** It has given its address back, or was ended. */
        ENDED
    }

    /** What a client leaves on its host: the leases file, the resolver's configuration. */
    public interface Environment {
        /** A lease came, was renewed, or ended. */
        void keep(ClientLease lease);

        /** Names are asked for at these servers from now on. */
        void resolver(List<Ipv4Address> servers, Optional<String> domain);
    }

    /**
     * A client that hasn't sent anything yet.
     *
     * @param hostname the name it tells; empty for a client that tells none
     * @param showsXid whether its messages name the exchange, as in version 4.2
     */
    public DhcpClient(
            NetInterface iface, String hostname, boolean showsXid, Environment environment, Consumer<String> log) {
        this.stack = iface.stack();
        this.iface = iface;
        this.showsXid = showsXid;
        this.environment = environment;
        this.log = log;
        mail = new ClientMail(iface, hostname, this::received);
    }

    /** Where it is. */
    public State state() {
        return state;
    }

    /** What it has. */
    public Optional<ClientLease> lease() {
        return Optional.ofNullable(lease);
    }

    /**
     * Where a station that boots from the network finds its program.
     *
     * @param server who lends it: the one that was named, else the one that lent the address
     * @param name its name there
     */
    public record BootFile(Ipv4Address server, String name) {}

    /** The program to boot, where the server named one. */
    public Optional<BootFile> bootFile() {
        DhcpMessage taken = offer;
        return taken == null
                ? Optional.empty()
                : taken.text(DhcpMessage.BOOT_FILE)
                        .map(name -> new BootFile(
                                taken.text(DhcpMessage.BOOT_SERVER)
                                        .flatMap(Ipv4Address::parse)
                                        .orElse(taken.server()),
                                name));
    }

    /** Whether the program's first try is over: it has an address, or gave up for now. */
    public boolean isSettled() {
        return state == State.BOUND || state == State.SLEEPING || state == State.ENDED;
    }

    /** From now on nobody reads what it says. */
    public void detach() {
        log = text -> {};
    }

    /** Somebody reads what it says again. */
    public void speakTo(Consumer<String> reader) {
        log = reader;
    }

    /** Begins: with a lease that isn't over yet it asks for that. */
    public void start(Optional<ClientLease> remembered) {
        stack.setUp(iface, true);
        begun = now();
        mail.newExchange();
        lease = remembered.filter(l -> l.expireNanos() > now()).orElse(null);
        if (lease == null) {
            init();
        } else {
            state = State.REBOOTING;
            interval = 0;
            askAgain();
        }
    }

    private long now() {
        return stack.network().clock().nanos();
    }

    private void later(long nanos, Runnable work) {
        if (timer != null) {
            timer.cancel();
        }
        timer = stack.network().queue().later(Math.max(1, nanos), work);
    }

    private String exchange() {
        return showsXid ? String.format(Locale.ROOT, " (xid=0x%x)", mail.exchange()) : "";
    }

    private void broadcast(DhcpMessage message) {
        if (!mail.broadcast(message)) {
            log.accept("send_packet: Network is down");
        }
    }

    private void init() {
        state = State.INIT;
        begun = now();
        interval = 0;
        offer = null;
        discover();
    }

    /** Again and again, less and less often (RFC 2131 section 4.1); after a minute it gives up for five. */
    private void discover() {
        if (now() - begun >= TIMEOUT) {
            log.accept("No DHCPOFFERS received.");
            state = State.SLEEPING;
            later(RETRY, this::init);
            return;
        }
        backOff();
        log.accept("DHCPDISCOVER on " + iface.name() + " to 255.255.255.255 port 67 interval " + interval + exchange());
        broadcast(mail.message(begun, Type.DISCOVER, Ipv4Address.ANY, Map.of()));
        later(Math.min(interval * SimClock.SECOND, begun + TIMEOUT - now()), this::discover);
    }

    /** First some seconds, then about twice as long, up to 15 and some. */
    private void backOff() {
        interval = interval == 0
                ? 3 + stack.network().random().nextInt(6)
                : interval + stack.network().random().nextInt((int) (2 * interval));
        if (interval > 15) {
            interval = 8 + stack.network().random().nextInt(15);
        }
    }

    /** Asks for the address of the offer, or for the one it has or had. */
    private void askAgain() {
        Map<Integer, Bytes> options = new LinkedHashMap<>();
        switch (state) {
            case REQUESTING -> {
                DhcpMessage taken = offer;
                if (taken == null || now() - begun >= TIMEOUT) {
                    init();
                    return;
                }
                taken.address(DhcpMessage.SERVER_ID)
                        .ifPresent(server -> options.put(DhcpMessage.SERVER_ID, DhcpMessage.of(server)));
                options.put(DhcpMessage.REQUESTED, DhcpMessage.of(taken.yours()));
                asks(taken.yours(), "255.255.255.255");
                broadcast(mail.message(begun, Type.REQUEST, Ipv4Address.ANY, options));
            }
            case REBOOTING -> {
                ClientLease had = lease;
                if (had == null || now() - begun >= 10 * SimClock.SECOND) {
                    init();
                    return;
                }
                options.put(DhcpMessage.REQUESTED, DhcpMessage.of(had.address().address()));
                asks(had.address().address(), "255.255.255.255");
                broadcast(mail.message(begun, Type.REQUEST, Ipv4Address.ANY, options));
            }
            case RENEWING, REBINDING -> {
                ClientLease has = lease;
                if (has == null || now() >= has.expireNanos()) {
                    lost();
                    return;
                }
                Ipv4Address own = has.address().address();
                if (now() >= has.rebindNanos()) {
                    state = State.REBINDING;
                    asks(own, "255.255.255.255");
                    broadcast(mail.message(begun, Type.REQUEST, own, options));
                } else {
                    asks(own, has.server().toString());
                    mail.unicast(mail.message(begun, Type.REQUEST, own, options), has.server());
                }
            }
            case INIT, BOUND, SLEEPING, ENDED -> {
                return;
            }
        }
        backOff();
        later(interval * SimClock.SECOND, this::askAgain);
    }

    private void asks(Ipv4Address address, String whom) {
        log.accept(
                showsXid
                        ? "DHCPREQUEST on " + iface.name() + " to " + whom + " port 67" + exchange()
                        : "DHCPREQUEST for " + address + " on " + iface.name() + " to " + whom + " port 67");
    }

    private void lost() {
        ClientLease had = lease;
        if (had != null) {
            stack.removeAddress(iface, had.address());
        }
        lease = null;
        mail.newExchange();
        init();
    }

    private boolean received(MacAddress source, Packet packet) {
        if (!(packet.payload() instanceof UdpDatagram udp) || udp.destinationPort() != DhcpMessage.CLIENT_PORT) {
            return false;
        }
        Optional<DhcpMessage> parsed = DhcpMessage.parse(udp.data())
                .filter(m ->
                        m.reply() && m.xid() == mail.exchange() && m.hardware().equals(iface.mac()));
        Optional<Type> type = parsed.flatMap(DhcpMessage::type);
        if (parsed.isEmpty() || type.isEmpty()) {
            return false;
        }
        DhcpMessage m = parsed.get();
        String server = m.address(DhcpMessage.SERVER_ID)
                .map(Ipv4Address::toString)
                .orElse(packet.source().toString());
        boolean asks = state == State.REQUESTING
                || state == State.REBOOTING
                || state == State.RENEWING
                || state == State.REBINDING;
        if (type.get() == Type.OFFER && state == State.INIT) {
            log.accept(showsXid ? "DHCPOFFER from " + server : "DHCPOFFER of " + m.yours() + " from " + server);
            offer = m;
            state = State.REQUESTING;
            interval = 0;
            askAgain();
        } else if (type.get() == Type.ACK && asks) {
            log.accept(
                    showsXid ? "DHCPACK from " + server + exchange() : "DHCPACK of " + m.yours() + " from " + server);
            bind(m, packet.source());
        } else if (type.get() == Type.NAK && asks) {
            log.accept("DHCPNAK from " + server + exchange());
            ClientLease had = lease;
            if (had != null) {
                stack.removeAddress(iface, had.address());
            }
            lease = null;
            init();
        } else {
            return false;
        }
        return true;
    }

    private void bind(DhcpMessage m, Ipv4Address sender) {
        long seconds = m.number(DhcpMessage.LEASE_TIME).orElse(3600L);
        long t1 = m.number(DhcpMessage.RENEWAL).orElse(seconds / 2);
        long t2 = m.number(DhcpMessage.REBINDING).orElse(seconds * 7 / 8);
        // Between three quarters of T1 and T1, so that not all ask at once.
        long renewal =
                (t1 * 3 + 3) / 4 + (stack.network().random().nextInt((int) Math.max(1, Math.min(t1, 1 << 30))) + 3) / 4;
        int mask = m.address(DhcpMessage.SUBNET_MASK).map(Ipv4Address::bits).orElse(0xFFFF_FF00);
        Ipv4Prefix prefix = new Ipv4Prefix(m.yours(), Integer.bitCount(mask));
        List<Ipv4Address> dns = new ArrayList<>();
        m.address(DhcpMessage.DNS).ifPresent(dns::add);
        ClientLease next = new ClientLease(
                prefix,
                m.address(DhcpMessage.BROADCAST).orElse(prefix.broadcast()),
                m.address(DhcpMessage.ROUTER),
                List.copyOf(dns),
                m.text(DhcpMessage.DOMAIN_NAME),
                m.address(DhcpMessage.SERVER_ID).orElse(sender),
                m.text(DhcpMessage.HOST_NAME),
                seconds,
                t1,
                t2,
                now() + renewal * SimClock.SECOND,
                now() + t2 * SimClock.SECOND,
                now() + seconds * SimClock.SECOND);
        configure(next);
        lease = next;
        state = State.BOUND;
        environment.keep(next);
        log.accept("bound to " + m.yours() + " -- renewal in " + renewal + " seconds.");
        later(renewal * SimClock.SECOND, () -> {
            state = State.RENEWING;
            begun = now();
            interval = 0;
            askAgain();
        });
    }

    /** What dhclient-script does: the address, the default route, the name servers. */
    private void configure(ClientLease next) {
        ClientLease had = lease;
        if (had != null && !had.address().equals(next.address())) {
            stack.removeAddress(iface, had.address());
        }
        next.configure(iface);
        if (!next.dns().isEmpty()) {
            environment.resolver(next.dns(), next.domain());
        }
    }

    /** Gives the address back, and ends. */
    public void release() {
        ClientLease had = lease;
        if (had != null) {
            mail.newExchange();
            begun = now();
            log.accept("DHCPRELEASE of " + had.address().address() + " on " + iface.name() + " to " + had.server()
                    + " port 67" + exchange());
            Map<Integer, Bytes> options = Map.of(DhcpMessage.SERVER_ID, DhcpMessage.of(had.server()));
            mail.unicast(mail.message(begun, Type.RELEASE, had.address().address(), options), had.server());
            environment.keep(had.at(now(), now(), now()));
            // The message leaves before the address does.
            stack.network().queue().settle();
            stack.removeAddress(iface, had.address());
        }
        stop();
    }

    /** Ends without a word; the address stays until its time is over. */
    public void stop() {
        state = State.ENDED;
        if (timer != null) {
            timer.cancel();
        }
        mail.close();
    }
}
