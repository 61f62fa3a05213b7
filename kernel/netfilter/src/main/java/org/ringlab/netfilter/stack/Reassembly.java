package org.ringlab.netfilter.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.event.PacketEvent;
import org.ringlab.netfilter.event.PacketEvent.DropReason;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.packet.Fragment;
import org.ringlab.netfilter.packet.IcmpMessage;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;

/** Cutting packets into fragments and putting them together again (net/ipv4/ip_output.c, ip_fragment.c). */
final class Reassembly {
    /** How long fragments wait for the others ({@code net.ipv4.ipfrag_time}). */
    private static final long PATIENCE = 30 * SimClock.SECOND;

    private static final int REASSEMBLY_TIMEOUT = 1;

    private final NetStack stack;
    private final PacketPath path;
    private final Answers answers;
    private final Map<Key, Heap> heaps = new LinkedHashMap<>();

    Reassembly(NetStack stack, PacketPath path, Answers answers) {
        this.stack = stack;
        this.path = path;
        this.answers = answers;
    }

    private record Key(Ipv4Address source, Ipv4Address destination, int id, int protocol) {}

    /** The fragments of one packet that came so far, by their places. */
    private static final class Heap {
        private final List<Packet> pieces = new ArrayList<>();
        private EventQueue.@Nullable Timer timer;

        /** Whether the pieces cover everything from the beginning to a piece behind which none comes. */
        boolean isComplete() {
            int covered = 0;
            boolean grew = true;
            while (grew) {
                grew = false;
                for (Packet p : pieces) {
                    Fragment piece = p.fragment();
                    if (piece != null && piece.offset() <= covered && piece.end() > covered) {
                        covered = piece.end();
                        grew = true;
                    }
                }
            }
            int end = covered;
            return pieces.stream()
                    .map(Packet::fragment)
                    .anyMatch(piece -> piece != null && !piece.more() && piece.end() == end);
        }
    }

    /**
     * A fragment comes.
     *
     * @return whether it was the last one missing; {@code skb} is the whole packet then
     */
    boolean add(Skb skb) {
        Packet piece = skb.packet();
        Key key = new Key(
                piece.source(), piece.destination(), piece.id(), piece.payload().protocol());
        Heap heap = heaps.computeIfAbsent(key, k -> new Heap());
        if (!heap.pieces.contains(piece)) {
            heap.pieces.add(piece);
        }
        if (heap.timer == null) {
            heap.timer = stack.network().queue().later(PATIENCE, () -> expire(key, skb));
        }
        if (!heap.isComplete()) {
            return false;
        }
        heaps.remove(key);
        heap.timer.cancel();
        Packet first = heap.pieces.stream()
                .filter(p -> !p.isLaterFragment())
                .findFirst()
                .orElse(piece);
        skb.setPacket(first.whole());
        skb.setFragmentSize(heap.pieces.stream().mapToInt(Packet::length).max().orElse(0));
        stack.tell(
                new PacketEvent.Reassembled(stack.nanos(), stack.name(), skb.id(), heap.pieces.size(), skb.packet()));
        return true;
    }

    /** Time is up. The sender is told where the packet was for us and its beginning came ({@code ip_expire}). */
    private void expire(Key key, Skb skb) {
        Heap heap = heaps.remove(key);
        if (heap == null) {
            return;
        }
        path.drop(skb, DropReason.INCOMPLETE, heap.pieces.size() + " fragments waited 30 s for the others");
        heap.pieces.stream()
                .filter(p -> !p.isLaterFragment() && stack.routing().isLocal(p.destination()))
                .findFirst()
                .ifPresent(first -> {
                    skb.setPacket(first);
                    answers.icmpError(skb, IcmpMessage.TIME_EXCEEDED, REASSEMBLY_TIMEOUT, 0);
                });
    }

    /** Cuts a packet, or a fragment, into pieces of at most {@code size} bytes, headers included. */
    static List<Packet> split(Packet packet, int size, long packetId) {
        Fragment whole =
                packet.fragment() == null ? new Fragment(0, packet.payload().length(), false) : packet.fragment();
        int id = packet.id() == 0 ? (int) packetId & 0xFFFF : packet.id();
        int most = Math.max(8, size - Packet.HEADER_LENGTH & ~7);
        List<Packet> pieces = new ArrayList<>();
        for (int at = whole.offset(); at < whole.end(); at += most) {
            int length = Math.min(most, whole.end() - at);
            boolean more = at + length < whole.end() || whole.more();
            pieces.add(packet.piece(new Fragment(at, length, more), id));
        }
        return pieces;
    }
}
