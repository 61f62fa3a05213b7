package org.ringlab.netfilter.stack;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.SocketOwner;
import org.ringlab.netfilter.packet.TcpSegment;

/**
 * One end of a TCP connection (RFC 9293), as Linux behaves: every data segment and every FIN is acknowledged at once by
 * a segment of its own; what isn't acknowledged is sent again after 1, 2, 4, … seconds (SYN) or 200, 400, … ms (data).
 * This is what programs ask of it and what it sends (net/ipv4/tcp.c, tcp_output.c); what comes in is for {@link TcpInput}.
 */
public final class TcpConnection {
    static final int SYN_OPTIONS = 20;
    private static final int MSS_OPTION = 4;
    private static final int OPTIONS = 12;
    private static final int HEADERS = 40;

    /** What a peer takes that announces nothing (RFC 9293 3.7.1). */
    private static final int DEFAULT_MSS = 536;

    private static final int BIGGEST_MSS = 65_495;

    final NetStack stack;
    private final Ipv4Address local;
    private final int localPort;
    private final Ipv4Address remote;
    private final int remotePort;
    // what follows is known to TcpInput too, as struct tcp_sock is to tcp_input.c
    private final TcpInput input = new TcpInput(this);
    final TcpSendQueue outgoing;

    State state = State.CLOSED;
    int sendNext;
    int receiveNext;
    private int peerMss = DEFAULT_MSS;
    int options = OPTIONS;
    Bytes received = Bytes.EMPTY;
    boolean peerClosed;
    boolean everConnected;
    boolean reset;
    String error = "";
    String softError = "";
    EventQueue.@Nullable Timer timeWait;
    private long answering;

    @Nullable
    Consumer<TcpConnection> acceptor;

    Runnable onChange = () -> {};

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

    void learnMss(TcpSegment syn) {
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
        input.receive(packet, segment, packetId);
    }

    /** An ICMP error about a segment of ours. */
    void icmpError(int type, int code, int sequence) {
        input.icmpError(type, code, sequence);
    }

    void fail(String why) {
        error = why;
        forget();
    }

    void become(State next) {
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

    void acknowledge(long causedBy) {
        TcpSegment acknowledgement = segment(TcpSegment.ACK, options, Bytes.EMPTY);
        transmit(acknowledgement.withNumbers(outgoing.sentUpTo(sendNext), receiveNext), causedBy);
    }

    TcpSegment segment(int flags, int options, Bytes data) {
        int acknowledgement = (flags & TcpSegment.ACK) == 0 ? 0 : receiveNext;
        int mss = (flags & TcpSegment.SYN) == 0 ? 0 : ownMss();
        return new TcpSegment(localPort, remotePort, sendNext, acknowledgement, flags, options, mss, data);
    }

    /** Whatever goes out acknowledges what came in meanwhile. */
    SendResult transmit(TcpSegment segment, long causedBy) {
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
