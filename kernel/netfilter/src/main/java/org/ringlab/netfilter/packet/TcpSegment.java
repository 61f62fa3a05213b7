package org.ringlab.netfilter.packet;

import java.util.ArrayList;
import java.util.List;

/**
 * A TCP segment (RFC 9293).
 *
 * @param sourcePort 0 to 65535
 * @param destinationPort 0 to 65535
 * @param sequence sequence number, unsigned 32 bits
 * @param acknowledgement acknowledgement number, unsigned 32 bits; meaningful with {@link #ACK}
 * @param flags the flag bits, of {@link #FIN} … {@link #CWR}
 * @param optionsLength bytes of options, a multiple of 4: 20 on a SYN of Linux, 12 (timestamps) afterwards, 0 on a bare
 *     reset
 * @param mss the largest segment it announces, 1 to 65535, on a SYN; 0 where it has no such option
 * @param window how much its sender takes, as written: unscaled on a SYN, in units of 128 bytes where both ends scale
 * @param data what it carries
 */
public record TcpSegment(
        int sourcePort,
        int destinationPort,
        int sequence,
        int acknowledgement,
        int flags,
        int optionsLength,
        int mss,
        int window,
        Bytes data)
        implements Payload {
    /** TCP's protocol number. */
    public static final int PROTOCOL = 6;

    /** No more data from the sender. */
    public static final int FIN = 1;

    /** Synchronise sequence numbers. */
    public static final int SYN = 2;

    /** Reset the connection. */
    public static final int RST = 4;

    /** Push. */
    public static final int PSH = 8;

    /** The acknowledgement number counts. */
    public static final int ACK = 16;

    /** The urgent pointer counts. */
    public static final int URG = 32;

    /** ECN echo. */
    public static final int ECE = 64;

    /** Congestion window reduced. */
    public static final int CWR = 128;

    /** What a SYN of Linux has: largest segment, selective acknowledgements, timestamps, window scale. */
    private static final int SYN_OPTIONS = 20;

    private static final List<String> NAMES = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR");

    /** A segment that announces no largest segment. */
    public TcpSegment(
            int sourcePort,
            int destinationPort,
            int sequence,
            int acknowledgement,
            int flags,
            int optionsLength,
            Bytes data) {
        this(sourcePort, destinationPort, sequence, acknowledgement, flags, optionsLength, 0, data);
    }

    /** The same segment between other ports. */
    public TcpSegment withPorts(int newSource, int newDestination) {
        return new TcpSegment(
                newSource, newDestination, sequence, acknowledgement, flags, optionsLength, mss, window, data);
    }

    /** A segment with the window Linux announces over Ethernet. */
    public TcpSegment(
            int sourcePort,
            int destinationPort,
            int sequence,
            int acknowledgement,
            int flags,
            int optionsLength,
            int mss,
            Bytes data) {
        this(
                sourcePort,
                destinationPort,
                sequence,
                acknowledgement,
                flags,
                optionsLength,
                mss,
                usualWindow(flags, optionsLength),
                data);
    }

    /** Whole in the handshake, scaled by 128 afterwards where both ends do; a reset has none. */
    private static int usualWindow(int flags, int optionsLength) {
        if ((flags & SYN) != 0) {
            return (flags & ACK) != 0 ? 65160 : 64240;
        }
        return (flags & RST) != 0 ? 0 : optionsLength == 0 ? 64240 : 502;
    }

    /** Whether its options are those of a Linux that scales windows and acknowledges selectively: on a SYN only. */
    public boolean offersScaling() {
        return has(SYN) && optionsLength >= SYN_OPTIONS;
    }

    /** The same segment with another window. */
    public TcpSegment withWindow(int newWindow) {
        return new TcpSegment(
                sourcePort, destinationPort, sequence, acknowledgement, flags, optionsLength, mss, newWindow, data);
    }

    /** The same segment with other numbers. */
    public TcpSegment withNumbers(int newSequence, int newAcknowledgement) {
        return new TcpSegment(
                sourcePort, destinationPort, newSequence, newAcknowledgement, flags, optionsLength, mss, window, data);
    }

    /** The same segment with other data. */
    public TcpSegment withData(Bytes newData) {
        return new TcpSegment(
                sourcePort, destinationPort, sequence, acknowledgement, flags, optionsLength, mss, window, newData);
    }

    /** The same segment with other flags. */
    public TcpSegment withFlags(int newFlags) {
        return new TcpSegment(
                sourcePort, destinationPort, sequence, acknowledgement, newFlags, optionsLength, mss, window, data);
    }

    /** The same segment with another largest segment, and options of that many bytes. */
    public TcpSegment withMss(int newMss, int newOptionsLength) {
        return new TcpSegment(
                sourcePort, destinationPort, sequence, acknowledgement, flags, newOptionsLength, newMss, window, data);
    }

    @Override
    public int protocol() {
        return PROTOCOL;
    }

    @Override
    public int length() {
        return 20 + optionsLength + data.length();
    }

    /** Whether every one of these bits is set. */
    public boolean has(int bits) {
        return (flags & bits) == bits;
    }

    /** The names of the set flags, in bit order. */
    public static List<String> flagNames(int flags) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < NAMES.size(); i++) {
            if ((flags >>> i & 1) == 1) {
                names.add(NAMES.get(i));
            }
        }
        return names;
    }

    @Override
    public String toString() {
        return "TCP " + (flags == 0 ? "NONE" : String.join(",", flagNames(flags)))
                + (data.length() == 0 ? "" : ", length " + data.length());
    }
}
