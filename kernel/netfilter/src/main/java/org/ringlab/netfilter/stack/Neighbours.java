package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.packet.ArpPacket;
import org.ringlab.netfilter.packet.Frame;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;
import org.ringlab.netfilter.route.Flow;

/** The neighbour table of a stack and the ARP that fills it (net/ipv4/arp.c, net/core/neighbour.c). */
public final class Neighbours {
    /** Requests after which a neighbour is given up ({@code mcast_solicit}). */
    private static final int MAX_REQUESTS = 3;

    private final NetStack stack;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    Neighbours(NetStack stack) {
        this.stack = stack;
    }

    /** How well a neighbour is known. */
    public enum State {
        /** Asked for, no answer yet. */
        INCOMPLETE,
        /** Known. */
        REACHABLE,
        /** Asked for in vain. */
        FAILED,
        /** Written down by hand. */
        PERMANENT
    }

    /**
     * A row of the table.
     *
     * @param address whose
     * @param iface by which interface
     * @param mac its Ethernet address; null where unknown
     * @param state how well it is known
     */
    public record Neighbour(
            Ipv4Address address, String iface, @Nullable MacAddress mac, State state) {}

    private record Key(NetInterface iface, Ipv4Address address) {}

    private record Waiting(Skb skb, Ipv4Address nextHop, Consumer<MacAddress> onward) {}

    private static final class Entry {
        private State state = State.INCOMPLETE;
        private @Nullable MacAddress mac;
        private int requests;
        private EventQueue.@Nullable Timer timer;
        private final List<Waiting> queue = new ArrayList<>();
    }

    /** The table, in the order of first use. */
    public List<Neighbour> list() {
        List<Neighbour> rows = new ArrayList<>();
        entries.forEach((k, e) -> rows.add(new Neighbour(k.address, k.iface.name(), e.mac, e.state)));
        return rows;
    }

    /** Writes a neighbour down by hand ({@code arp -s}, {@code ip neigh add … nud permanent}). */
    public void addPermanent(NetInterface iface, Ipv4Address address, MacAddress mac) {
        Entry entry = entries.computeIfAbsent(new Key(iface, address), k -> new Entry());
        known(iface, entry, mac);
        entry.state = State.PERMANENT;
    }

    /** Writes a neighbour down as if it had just answered ({@code SIOCSARP} with {@code ATF_COM}). */
    public void learn(NetInterface iface, Ipv4Address address, MacAddress mac) {
        Entry entry = entries.computeIfAbsent(new Key(iface, address), k -> new Entry());
        if (entry.state != State.PERMANENT) {
            known(iface, entry, mac);
        }
    }

    /** Strikes a neighbour out, and what waits for it is lost at once; false where there is none ({@code neigh_delete}). */
    public boolean remove(NetInterface iface, Ipv4Address address) {
        Key key = new Key(iface, address);
        Entry entry = forget(key);
        if (entry == null) {
            return false;
        }
        giveUp(key, entry);
        return true;
    }

    /** Forgets all of an interface, without a word about what waits ({@code neigh_flush_dev}). */
    void forget(NetInterface iface) {
        List<Key> gone = entries.keySet().stream().filter(k -> k.iface == iface).toList();
        gone.forEach(this::forget);
    }

    private @Nullable Entry forget(Key key) {
        Entry entry = entries.remove(key);
        if (entry != null && entry.timer != null) {
            entry.timer.cancel();
        }
        return entry;
    }

    /** Sends a packet to a neighbour, asking for its Ethernet address first where it isn't known. */
    void resolve(Skb skb, NetInterface iface, Ipv4Address nextHop) {
        Entry entry = entries.get(new Key(iface, nextHop));
        if (entry != null && entry.mac != null) {
            stack.path().transmission().transmitTo(skb, iface, entry.mac);
        } else {
            resolve(skb, iface, nextHop, mac -> stack.path().transmission().transmitTo(skb, iface, mac));
        }
    }

    /** The same for a packet that goes on in another way once the address is known. */
    void resolve(Skb skb, NetInterface iface, Ipv4Address nextHop, Consumer<MacAddress> onward) {
        Key key = new Key(iface, nextHop);
        Entry entry = entries.get(key);
        if (entry != null && entry.mac != null) {
            onward.accept(entry.mac);
            return;
        }
        if (entry == null || entry.state == State.FAILED) {
            entry = new Entry();
            entries.put(key, entry);
            entry.queue.add(new Waiting(skb, nextHop, onward));
            ask(key, entry);
        } else {
            entry.queue.add(new Waiting(skb, nextHop, onward));
        }
    }

    /** Asks for a neighbour that nothing waits for yet ({@code neigh_event_send}). */
    void solicit(NetInterface iface, Ipv4Address address) {
        Key key = new Key(iface, address);
        Entry entry = entries.get(key);
        if (entry == null || entry.state == State.FAILED) {
            Entry fresh = new Entry();
            entries.put(key, fresh);
            ask(key, fresh);
        }
    }

    private void ask(Key key, Entry entry) {
        if (entry.requests == MAX_REQUESTS) {
            entry.state = State.FAILED;
            giveUp(key, entry);
            return;
        }
        entry.requests++;
        Skb first = entry.queue.isEmpty() ? null : entry.queue.getFirst().skb;
        // The sender shows the packet's own source where it is one of its addresses (arp_announce 0).
        Ipv4Address sender =
                first != null && stack.routing().isLocal(first.packet().source())
                        ? first.packet().source()
                        : stack.addressFor(key.iface, key.address);
        ArpPacket request = new ArpPacket(true, key.iface.mac(), sender, MacAddress.ZERO, key.address);
        send(key.iface, MacAddress.BROADCAST, request, first == null ? 0 : first.id());
        entry.timer = stack.network().queue().later(stack.profile().arpRetryNanos(), () -> ask(key, entry));
    }

    private void giveUp(Key key, Entry entry) {
        List<Waiting> lost = List.copyOf(entry.queue);
        entry.queue.clear();
        for (Waiting waiting : lost) {
            stack.path().transmission().unresolved(waiting.skb, key.iface, waiting.nextHop);
        }
    }

    /**
     * Asks who has an address, as somebody does who may take it ({@code arping -D}): without an address of its own. Who
     * answers is in {@link #answered} then.
     */
    public void probe(NetInterface iface, Ipv4Address address) {
        entries.putIfAbsent(new Key(iface, address), new Entry());
        ArpPacket request = new ArpPacket(true, iface.mac(), Ipv4Address.ANY, MacAddress.ZERO, address);
        send(iface, MacAddress.BROADCAST, request, 0);
    }

    /** Who has an address on an interface's network, as far as that is known. */
    public Optional<MacAddress> answered(NetInterface iface, Ipv4Address address) {
        Entry entry = entries.get(new Key(iface, address));
        return entry == null ? Optional.empty() : Optional.ofNullable(entry.mac);
    }

    /** An ARP message comes in: learn from it, and answer where it asks for one of our addresses on any interface. */
    void receive(NetInterface in, ArpPacket arp, long packetId) {
        boolean forUs = stack.routing().isLocal(arp.targetAddress());
        // Somebody wants to know whether an address is free (RFC 5227): answered, and not remembered.
        if (arp.request() && arp.senderAddress().equals(Ipv4Address.ANY)) {
            if (forUs) {
                send(
                        in,
                        arp.senderMac(),
                        new ArpPacket(false, in.mac(), arp.targetAddress(), arp.senderMac(), Ipv4Address.ANY),
                        packetId);
            }
            return;
        }
        Flow asked = new Flow(arp.senderAddress(), arp.targetAddress(), 0, in.name());
        if (stack.routing().isLocal(arp.senderAddress())
                || arp.request() && !stack.routing().sourceIsBelieved(asked, in)) {
            return;
        }
        Entry known = entries.get(new Key(in, arp.senderAddress()));
        if (known == null && forUs && arp.request()) {
            known = new Entry();
            entries.put(new Key(in, arp.senderAddress()), known);
        }
        if (known != null && known.state != State.PERMANENT) {
            known(in, known, arp.senderMac());
        }
        if (forUs && arp.request()) {
            ArpPacket answer =
                    new ArpPacket(false, in.mac(), arp.targetAddress(), arp.senderMac(), arp.senderAddress());
            send(in, arp.senderMac(), answer, packetId);
        }
    }

    private void known(NetInterface iface, Entry entry, MacAddress mac) {
        entry.mac = mac;
        entry.state = State.REACHABLE;
        if (entry.timer != null) {
            entry.timer.cancel();
            entry.timer = null;
        }
        List<Waiting> ready = List.copyOf(entry.queue);
        entry.queue.clear();
        for (Waiting waiting : ready) {
            waiting.onward.accept(mac);
        }
    }

    private void send(NetInterface iface, MacAddress to, ArpPacket arp, long packetId) {
        Frame frame = new Frame(iface.mac(), to, new Frame.Arp(arp, packetId));
        stack.tell(new PacketEvent.ArpSent(stack.nanos(), stack.name(), packetId, iface.name(), arp));
        iface.transmit(frame);
    }
}
