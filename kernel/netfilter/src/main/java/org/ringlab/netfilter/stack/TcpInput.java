package org.ringlab.netfilter.stack;

import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.stack.TcpConnection.State;

/** What a connection makes of segments and ICMP errors that come in (net/ipv4/tcp_input.c, tcp_ipv4.c). */
final class TcpInput {
    private static final int UNREACHABLE = 3;
    private static final int TIME_EXCEEDED = 11;
    private static final int PARAMETER_PROBLEM = 12;

    /** How far from what is expected a reset may be to be answered at all: the unscaled window. */
    private static final int WINDOW = 65_535;

    private static final long TIME_WAIT = 60 * SimClock.SECOND;

    private final TcpConnection tcp;

    TcpInput(TcpConnection tcp) {
        this.tcp = tcp;
    }

    /** A segment for this connection. */
    void receive(Packet packet, TcpSegment segment, long packetId) {
        switch (tcp.state) {
            case CLOSED -> {}
            case SYN_SENT -> receiveInSynSent(segment, packetId);
            case TIME_WAIT -> receiveInTimeWait(packet, segment, packetId);
            case SYN_RECV, ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT, LAST_ACK, CLOSING ->
                receiveInOrder(segment, packetId);
        }
    }

    private void receiveInSynSent(TcpSegment segment, long packetId) {
        boolean answersOurs = segment.has(TcpSegment.ACK) && segment.acknowledgement() == tcp.sendNext;
        if (segment.has(TcpSegment.ACK) && !answersOurs) {
            if (!segment.has(TcpSegment.RST)) {
                TcpSegment no = new TcpSegment(
                        tcp.localPort(),
                        tcp.remotePort(),
                        segment.acknowledgement(),
                        0,
                        TcpSegment.RST,
                        0,
                        Bytes.EMPTY);
                tcp.transmit(no, packetId);
            }
            return;
        }
        if (segment.has(TcpSegment.RST)) {
            if (answersOurs) {
                tcp.fail("ECONNREFUSED");
            }
            return;
        }
        if (segment.has(TcpSegment.SYN | TcpSegment.ACK)) {
            tcp.receiveNext = segment.sequence() + 1;
            tcp.learnMss(segment);
            acknowledged(segment.acknowledgement());
            tcp.acknowledge(packetId);
            tcp.everConnected = true;
            tcp.become(State.ESTABLISHED);
        } else if (segment.has(TcpSegment.SYN)) {
            // Both connect at once, or one to itself: the SYN that was sent becomes a SYN+ACK.
            tcp.receiveNext = segment.sequence() + 1;
            tcp.learnMss(segment);
            tcp.state = State.SYN_RECV;
            TcpSegment answer = tcp.segment(TcpSegment.SYN | TcpSegment.ACK, TcpConnection.SYN_OPTIONS, Bytes.EMPTY);
            tcp.outgoing.replaceFirst(answer.withNumbers(tcp.sendNext - 1, tcp.receiveNext));
        }
    }

    /** Stragglers of a closed connection are acknowledged again; a SYN of a new one finds the place free. */
    private void receiveInTimeWait(Packet packet, TcpSegment segment, long packetId) {
        if (segment.has(TcpSegment.RST)) {
            return;
        }
        if (segment.has(TcpSegment.SYN) && !segment.has(TcpSegment.ACK)) {
            TcpListener listener = tcp.stack.sockets().listenerFor(packet.destination(), tcp.localPort());
            if (listener != null) {
                tcp.forget();
                listener.connectionRequest(packet, segment, packetId);
                return;
            }
        }
        if (segment.has(TcpSegment.ACK) || segment.data().length() > 0) {
            tcp.acknowledge(packetId);
        }
    }

    private void receiveInOrder(TcpSegment segment, long packetId) {
        if (segment.has(TcpSegment.RST)) {
            if (segment.sequence() != tcp.receiveNext) {
                // Only the very next number is believed; one in the window is asked for again (RFC 5961 3.2).
                if (Integer.compareUnsigned(segment.sequence() - tcp.receiveNext, WINDOW) < 0) {
                    tcp.acknowledge(packetId);
                }
                return;
            }
            tcp.reset = tcp.everConnected;
            tcp.error = tcp.everConnected ? "ECONNRESET" : "ECONNREFUSED";
            tcp.forget();
            return;
        }
        boolean expected = segment.sequence() == tcp.receiveNext;
        if (segment.has(TcpSegment.SYN)) {
            if (tcp.state == State.SYN_RECV && segment.sequence() + 1 == tcp.receiveNext) {
                if (segment.has(TcpSegment.ACK)) {
                    acknowledged(segment.acknowledgement());
                    becomeConnected();
                    tcp.acknowledge(packetId);
                } else {
                    tcp.outgoing.resendFirst();
                }
            } else {
                tcp.acknowledge(packetId);
            }
            return;
        }
        if (!expected) {
            if (segment.data().length() > 0 || segment.has(TcpSegment.FIN)) {
                tcp.acknowledge(packetId);
            }
            return;
        }
        if (segment.has(TcpSegment.ACK)) {
            acknowledged(segment.acknowledgement());
        }
        if (tcp.state == State.CLOSED) {
            return;
        }
        boolean acknowledges = tcp.outgoing.push();
        boolean news = (segment.data().length() > 0 || segment.has(TcpSegment.FIN)) && !tcp.peerClosed;
        if (segment.data().length() > 0 && !tcp.peerClosed) {
            tcp.received = tcp.received.plus(segment.data());
            tcp.receiveNext += segment.data().length();
            if (!segment.has(TcpSegment.FIN) && !acknowledges) {
                tcp.acknowledge(packetId);
            }
        }
        if (segment.has(TcpSegment.FIN) && !tcp.peerClosed) {
            tcp.peerClosed = true;
            tcp.receiveNext++;
            tcp.acknowledge(packetId);
            switch (tcp.state) {
                case SYN_RECV, ESTABLISHED -> tcp.state = State.CLOSE_WAIT;
                case FIN_WAIT1 -> tcp.state = State.CLOSING;
                case FIN_WAIT2 -> enterTimeWait();
                case CLOSED, SYN_SENT, CLOSE_WAIT, LAST_ACK, CLOSING, TIME_WAIT -> {}
            }
        }
        if (news) {
            tcp.onChange.run();
        }
    }

    /** The other end has everything before {@code acknowledgement}. */
    private void acknowledged(int acknowledgement) {
        if (acknowledgement - tcp.sendNext > 0) {
            return;
        }
        tcp.outgoing.acknowledged(acknowledgement);
        if (!tcp.outgoing.isEmpty()) {
            return;
        }
        switch (tcp.state) {
            case SYN_RECV -> becomeConnected();
            case FIN_WAIT1 -> tcp.state = State.FIN_WAIT2;
            case CLOSING -> enterTimeWait();
            case LAST_ACK -> tcp.forget();
            case CLOSED, SYN_SENT, ESTABLISHED, FIN_WAIT2, CLOSE_WAIT, TIME_WAIT -> {}
        }
    }

    private void becomeConnected() {
        if (tcp.state == State.SYN_RECV) {
            tcp.everConnected = true;
            tcp.become(State.ESTABLISHED);
            if (tcp.acceptor != null) {
                tcp.acceptor.accept(tcp);
            }
        }
    }

    private void enterTimeWait() {
        tcp.state = State.TIME_WAIT;
        tcp.timeWait = tcp.stack.network().queue().later(TIME_WAIT, tcp::forget);
    }

    /**
     * An ICMP error about a segment of ours ({@code tcp_v4_err}): it ends a connection attempt; an open connection lives
     * on and remembers it.
     */
    void icmpError(int type, int code, int sequence) {
        int first = tcp.outgoing.firstUnacknowledged(tcp.sendNext);
        boolean known = sequence - first >= 0 && sequence - tcp.sendNext <= 0;
        String errno = errno(type, code);
        if (!known || errno.isEmpty()) {
            return;
        }
        if (tcp.state == State.SYN_SENT || tcp.state == State.SYN_RECV && tcp.acceptor == null) {
            tcp.fail(errno);
        } else if (tcp.state != State.SYN_RECV && tcp.state != State.TIME_WAIT) {
            tcp.softError = errno;
        }
    }

    /** {@code icmp_err_convert}; empty where TCP doesn't care. */
    private static String errno(int type, int code) {
        return switch (type) {
            case UNREACHABLE ->
                switch (code) {
                    case 0, 6, 9, 11 -> "ENETUNREACH";
                    case 2 -> "ENOPROTOOPT";
                    case 3 -> "ECONNREFUSED";
                    case 4 -> "EMSGSIZE";
                    case 5 -> "EOPNOTSUPP";
                    case 7 -> "EHOSTDOWN";
                    case 8 -> "ENONET";
                    default -> "EHOSTUNREACH";
                };
            case TIME_EXCEEDED -> "EHOSTUNREACH";
            case PARAMETER_PROBLEM -> "EPROTO";
            default -> "";
        };
    }
}
