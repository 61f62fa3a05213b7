package org.ringlab.netfilter.stack;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.rules.SocketOwner;

/**
 * One end of a TCP connection (RFC 9293), as Linux behaves: every data segment and every FIN is acknowledged at once by
 * a segment of its own; what isn't acknowledged is sent again after 1, 2, 4, … seconds (SYN) or 200, 400, … ms (data).
 */
public final class TcpConnection {
    private static final int SYN_OPTIONS = 20;
    private static final int MSS_OPTION = 4;
    private static final int OPTIONS = 12;
    private static final int HEADERS = 40;

    /** What a peer takes that announces nothing (RFC 9293 3.7.1). */
    private static final int DEFAULT_MSS = 536;

    private static final int BIGGEST_MSS = 65_495;
    private static final int UNREACHABLE = 3;
    private static final int TIME_EXCEEDED = 11;
    private static final int PARAMETER_PROBLEM = 12;

    /** How far from what is expected a reset may be to be answered at all: the unscaled window. */
    private static final int WINDOW = 65_535;

    private static final long TIME_WAIT = 60 * SimClock.SECOND;

    private final NetStack stack;
    private final Ipv4Address local;
    private final int localPort;
    private final Ipv4Address remote;
    private final int remotePort;
    private final TcpSendQueue outgoing;

    private State state = State.CLOSED;
    private int sendNext;
    private int receiveNext;
    private int peerMss = DEFAULT_MSS;
    private int options = OPTIONS;
    private Bytes received = Bytes.EMPTY;
    private boolean peerClosed;
    private boolean everConnected;
    private boolean reset;
    private String error = "";
    private String softError = "";
    private EventQueue.@Nullable Timer timeWait;
    private long answering;
    private @Nullable Consumer<TcpConnection> acceptor;
    private Runnable onChange = () -> {};

    TcpConnection(NetStack stack, Ipv4Address local, int localPort, Ipv4Address remote, int remotePort) {
        this.stack = stack;
        this.local = local;
        this.localPort = localPort;
        this.remote = remote;
        this.remotePort = remotePort;
        sendNext = (int) stack.network().random().nextLong();
        outgoing = new TcpSendQueue(
                stack.network().queue(),
                segment -> transmit(segment, answering),
                this::mostRetries,
                () -> fail("ETIMEDOUT"));
    }

    /** The states of RFC 9293, as {@code ss} and {@code netstat} name them. */
    public enum State {
        /** Not there (any more). */
        CLOSED,
        /** A SYN is on its way. */
        SYN_SENT,
        /** A SYN came and was answered. */
        SYN_RECV,
        /** Open. */
        ESTABLISHED,
        /** This end closed first. */
        FIN_WAIT1,
        /** … and that was acknowledged. */
        FIN_WAIT2,
        /** The other end closed first. */
        CLOSE_WAIT,
        /** … and this end did then. */
        LAST_ACK,
        /** Both closed at once. */
        CLOSING,
        /** Over; kept to answer stragglers. */
        TIME_WAIT
    }

    /** Where the connection stands. */
    public State state() {
        return state;
    }

    /** This end's address. */
    public Ipv4Address localAddress() {
        return local;
    }

    /** This end's port. */
    public int localPort() {
        return localPort;
    }

    /** The other end's address, as this end sees it. */
    public Ipv4Address remoteAddress() {
        return remote;
    }

    /** The other end's port, as this end sees it. */
    public int remotePort() {
        return remotePort;
    }

    /** Whether the handshake was completed at some time. */
    public boolean connected() {
        return everConnected;
    }

    /** Why it failed, by {@code errno} name (ECONNREFUSED, EHOSTUNREACH, ETIMEDOUT, …); empty where it didn't. */
    public String error() {
        return error;
    }

    /**
     * Takes what an ICMP error said about the open connection, by {@code errno} name: {@code getsockopt(SO_ERROR)} tells
     * it once, though the connection lives on. Empty where nothing was said.
     */
    public String takeSoftError() {
        String said = softError;
        softError = "";
        return said;
    }

    /** All that was received so far. */
    public Bytes received() {
        return received;
    }

    /** Whether the other end has said it is done. */
    public boolean peerClosed() {
        return peerClosed;
    }

    /** Whether the other end reset the open connection. */
    public boolean wasReset() {
        return reset;
    }

    /** {@code change} runs after every change of state and after every arrival of data. */
    public void onChange(Runnable change) {
        onChange = change;
    }

    /** Sends data; nothing happens on a connection that isn't open. */
    public void send(Bytes data) {
        if ((state == State.ESTABLISHED || state == State.CLOSE_WAIT) && data.length() > 0) {
            int most = Math.max(1, Math.min(peerMss, ownMss()) - options);
            for (int from = 0; from < data.length(); from += most) {
                boolean last = from + most >= data.length();
                Bytes part = data.part(from, Math.min(data.length(), from + most));
                queue(last ? TcpSegment.PSH | TcpSegment.ACK : TcpSegment.ACK, part, most);
            }
        }
    }

    /** Says that this end is done: a FIN. */
    public void shutdownWrite() {
        switch (state) {
            case ESTABLISHED -> state = State.FIN_WAIT1;
            case CLOSE_WAIT -> state = State.LAST_ACK;
            case CLOSED, SYN_SENT, SYN_RECV, FIN_WAIT1, FIN_WAIT2, LAST_ACK, CLOSING, TIME_WAIT -> {
                return;
            }
        }
        queue(TcpSegment.FIN | TcpSegment.ACK, Bytes.EMPTY, Integer.MAX_VALUE);
    }

    /** Closes with a reset where the other end may still send ({@code tcp_need_reset}); a connection attempt just ends. */
    public void abort() {
        int sent = outgoing.sentUpTo(sendNext);
        boolean reset = switch (state) {
            case ESTABLISHED, CLOSE_WAIT, FIN_WAIT1, FIN_WAIT2, SYN_RECV -> true;
            case CLOSING, LAST_ACK -> sent != sendNext;
            case CLOSED, SYN_SENT, TIME_WAIT -> false;
        };
        if (reset) {
            transmit(
                    segment(TcpSegment.RST | TcpSegment.ACK, options, Bytes.EMPTY)
                            .withNumbers(sent, receiveNext),
                    0);
        }
        if (state != State.TIME_WAIT) {
            forget();
        }
    }

    /** Vanishes without a word. */
    public void forget() {
        become(State.CLOSED);
        outgoing.clear();
        if (timeWait != null) {
            timeWait.cancel();
            timeWait = null;
        }
        stack.sockets().closed(this);
    }

    /** The largest segment that fits this end's cable. */
    private int ownMss() {
        RouteLookup route = stack.lookup(remote);
        NetInterface out = route.iface();
        int routeMtu = route.route() == null ? 0 : route.route().mtu();
        return out == null ? DEFAULT_MSS : Math.min(BIGGEST_MSS, stack.routing().mtu(out, routeMtu, remote) - HEADERS);
    }

    private void learnMss(TcpSegment syn) {
        peerMss = syn.mss() == 0 ? DEFAULT_MSS : syn.mss();
    }

    void connect() {
        state = State.SYN_SENT;
        TcpSegment syn = segment(TcpSegment.SYN, SYN_OPTIONS, Bytes.EMPTY);
        sendNext = TcpSendQueue.end(syn);
        SendResult result = outgoing.handshake(syn);
        // What its own OUTPUT says, connect() isn't told: it tries again until it times out.
        boolean sent = LocalRefusal.of(local, remote, stack.lookup(remote)) == null;
        switch (result) {
            case OK, EPERM -> {}
            case EMSGSIZE -> fail(result.name());
            case ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL -> {
                if (!sent) {
                    fail(result.name());
                }
            }
        }
    }

    void accept(TcpSegment syn, long causedBy, Consumer<TcpConnection> whenEstablished) {
        state = State.SYN_RECV;
        acceptor = whenEstablished;
        receiveNext = syn.sequence() + 1;
        learnMss(syn);
        // Who offers no options is told the largest segment only.
        boolean plain = syn.optionsLength() == 0;
        options = plain ? 0 : OPTIONS;
        TcpSegment answer = segment(TcpSegment.SYN | TcpSegment.ACK, plain ? MSS_OPTION : SYN_OPTIONS, Bytes.EMPTY);
        sendNext = TcpSendQueue.end(answer);
        answering = causedBy;
        outgoing.handshake(answer);
        answering = 0;
    }

    /** A segment for this connection. */
    void receive(Packet packet, TcpSegment segment, long packetId) {
        switch (state) {
            case CLOSED -> {}
            case SYN_SENT -> receiveInSynSent(segment, packetId);
            case TIME_WAIT -> receiveInTimeWait(packet, segment, packetId);
            case SYN_RECV, ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT, LAST_ACK, CLOSING ->
                receiveInOrder(segment, packetId);
        }
    }

    private void receiveInSynSent(TcpSegment segment, long packetId) {
        boolean answersOurs = segment.has(TcpSegment.ACK) && segment.acknowledgement() == sendNext;
        if (segment.has(TcpSegment.ACK) && !answersOurs) {
            if (!segment.has(TcpSegment.RST)) {
                TcpSegment no = new TcpSegment(
                        localPort, remotePort, segment.acknowledgement(), 0, TcpSegment.RST, 0, Bytes.EMPTY);
                transmit(no, packetId);
            }
            return;
        }
        if (segment.has(TcpSegment.RST)) {
            if (answersOurs) {
                fail("ECONNREFUSED");
            }
            return;
        }
        if (segment.has(TcpSegment.SYN | TcpSegment.ACK)) {
            receiveNext = segment.sequence() + 1;
            learnMss(segment);
            acknowledged(segment.acknowledgement());
            acknowledge(packetId);
            everConnected = true;
            become(State.ESTABLISHED);
        } else if (segment.has(TcpSegment.SYN)) {
            // Both connect at once, or one to itself: the SYN that was sent becomes a SYN+ACK.
            receiveNext = segment.sequence() + 1;
            learnMss(segment);
            state = State.SYN_RECV;
            TcpSegment answer = segment(TcpSegment.SYN | TcpSegment.ACK, SYN_OPTIONS, Bytes.EMPTY);
            outgoing.replaceFirst(answer.withNumbers(sendNext - 1, receiveNext));
        }
    }

    /** Stragglers of a closed connection are acknowledged again; a SYN of a new one finds the place free. */
    private void receiveInTimeWait(Packet packet, TcpSegment segment, long packetId) {
        if (segment.has(TcpSegment.RST)) {
            return;
        }
        if (segment.has(TcpSegment.SYN) && !segment.has(TcpSegment.ACK)) {
            TcpListener listener = stack.sockets().listenerFor(packet.destination(), localPort);
            if (listener != null) {
                forget();
                listener.connectionRequest(packet, segment, packetId);
                return;
            }
        }
        if (segment.has(TcpSegment.ACK) || segment.data().length() > 0) {
            acknowledge(packetId);
        }
    }

    private void receiveInOrder(TcpSegment segment, long packetId) {
        if (segment.has(TcpSegment.RST)) {
            if (segment.sequence() != receiveNext) {
                // Only the very next number is believed; one in the window is asked for again (RFC 5961 3.2).
                if (Integer.compareUnsigned(segment.sequence() - receiveNext, WINDOW) < 0) {
                    acknowledge(packetId);
                }
                return;
            }
            reset = everConnected;
            error = everConnected ? "ECONNRESET" : "ECONNREFUSED";
            forget();
            return;
        }
        boolean expected = segment.sequence() == receiveNext;
        if (segment.has(TcpSegment.SYN)) {
            if (state == State.SYN_RECV && segment.sequence() + 1 == receiveNext) {
                if (segment.has(TcpSegment.ACK)) {
                    acknowledged(segment.acknowledgement());
                    becomeConnected();
                    acknowledge(packetId);
                } else {
                    outgoing.resendFirst();
                }
            } else {
                acknowledge(packetId);
            }
            return;
        }
        if (!expected) {
            if (segment.data().length() > 0 || segment.has(TcpSegment.FIN)) {
                acknowledge(packetId);
            }
            return;
        }
        if (segment.has(TcpSegment.ACK)) {
            acknowledged(segment.acknowledgement());
        }
        if (state == State.CLOSED) {
            return;
        }
        boolean acknowledges = outgoing.push();
        boolean news = (segment.data().length() > 0 || segment.has(TcpSegment.FIN)) && !peerClosed;
        if (segment.data().length() > 0 && !peerClosed) {
            received = received.plus(segment.data());
            receiveNext += segment.data().length();
            if (!segment.has(TcpSegment.FIN) && !acknowledges) {
                acknowledge(packetId);
            }
        }
        if (segment.has(TcpSegment.FIN) && !peerClosed) {
            peerClosed = true;
            receiveNext++;
            acknowledge(packetId);
            switch (state) {
                case SYN_RECV, ESTABLISHED -> state = State.CLOSE_WAIT;
                case FIN_WAIT1 -> state = State.CLOSING;
                case FIN_WAIT2 -> enterTimeWait();
                case CLOSED, SYN_SENT, CLOSE_WAIT, LAST_ACK, CLOSING, TIME_WAIT -> {}
            }
        }
        if (news) {
            onChange.run();
        }
    }

    /** The other end has everything before {@code acknowledgement}. */
    private void acknowledged(int acknowledgement) {
        if (acknowledgement - sendNext > 0) {
            return;
        }
        outgoing.acknowledged(acknowledgement);
        if (!outgoing.isEmpty()) {
            return;
        }
        switch (state) {
            case SYN_RECV -> becomeConnected();
            case FIN_WAIT1 -> state = State.FIN_WAIT2;
            case CLOSING -> enterTimeWait();
            case LAST_ACK -> forget();
            case CLOSED, SYN_SENT, ESTABLISHED, FIN_WAIT2, CLOSE_WAIT, TIME_WAIT -> {}
        }
    }

    private void becomeConnected() {
        if (state == State.SYN_RECV) {
            everConnected = true;
            become(State.ESTABLISHED);
            if (acceptor != null) {
                acceptor.accept(this);
            }
        }
    }

    private void enterTimeWait() {
        state = State.TIME_WAIT;
        timeWait = stack.network().queue().later(TIME_WAIT, this::forget);
    }

    /**
     * An ICMP error about a segment of ours ({@code tcp_v4_err}): it ends a connection attempt; an open connection lives
     * on and remembers it.
     */
    void icmpError(int type, int code, int sequence) {
        int first = outgoing.firstUnacknowledged(sendNext);
        boolean known = sequence - first >= 0 && sequence - sendNext <= 0;
        String errno = errno(type, code);
        if (!known || errno.isEmpty()) {
            return;
        }
        if (state == State.SYN_SENT || state == State.SYN_RECV && acceptor == null) {
            fail(errno);
        } else if (state != State.SYN_RECV && state != State.TIME_WAIT) {
            softError = errno;
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

    private void fail(String why) {
        error = why;
        forget();
    }

    private void become(State next) {
        if (state != next) {
            state = next;
            onChange.run();
        }
    }

    private void queue(int flags, Bytes data, int mostBytes) {
        TcpSegment segment = segment(flags, options, data);
        sendNext = TcpSendQueue.end(segment);
        outgoing.add(segment, mostBytes);
    }

    private void acknowledge(long causedBy) {
        TcpSegment acknowledgement = segment(TcpSegment.ACK, options, Bytes.EMPTY);
        transmit(acknowledgement.withNumbers(outgoing.sentUpTo(sendNext), receiveNext), causedBy);
    }

    private TcpSegment segment(int flags, int options, Bytes data) {
        int acknowledgement = (flags & TcpSegment.ACK) == 0 ? 0 : receiveNext;
        int mss = (flags & TcpSegment.SYN) == 0 ? 0 : ownMss();
        return new TcpSegment(localPort, remotePort, sendNext, acknowledgement, flags, options, mss, data);
    }

    /** Whatever goes out acknowledges what came in meanwhile. */
    private SendResult transmit(TcpSegment segment, long causedBy) {
        TcpSegment now = segment.has(TcpSegment.ACK) ? segment.withNumbers(segment.sequence(), receiveNext) : segment;
        int ttl = stack.sysctls().value("net.ipv4.ip_default_ttl");
        return stack.path().send(Packet.of(local, remote, ttl, now), "tcp", SocketOwner.ROOT, causedBy, null);
    }

    private int mostRetries() {
        return switch (state) {
            case SYN_SENT -> stack.sysctls().value("net.ipv4.tcp_syn_retries");
            case SYN_RECV -> stack.sysctls().value("net.ipv4.tcp_synack_retries");
            case CLOSED, ESTABLISHED, FIN_WAIT1, FIN_WAIT2, CLOSE_WAIT, LAST_ACK, CLOSING, TIME_WAIT ->
                stack.sysctls().value("net.ipv4.tcp_retries2");
        };
    }

    /** {@code local:port > remote:port}. */
    @Override
    public String toString() {
        return local + ":" + localPort + " > " + remote + ":" + remotePort;
    }
}
