package org.ringlab.host.dhcp;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.MacAddress;

/**
 * A DHCP message (RFC 2131 section 2, options of RFC 2132).
 *
 * @param reply whether a server sent it ({@code op} 2)
 * @param xid the number of the exchange
 * @param seconds since the client began
 * @param client {@code ciaddr}: the client's address where it has one
 * @param yours {@code yiaddr}: the address the client is given
 * @param server {@code siaddr}
 * @param hardware {@code chaddr}: the client's Ethernet address
 * @param options by number, in the order they stand
 */
public record DhcpMessage(
        boolean reply,
        int xid,
        int seconds,
        Ipv4Address client,
        Ipv4Address yours,
        Ipv4Address server,
        MacAddress hardware,
        Map<Integer, Bytes> options) {
    /** Where servers listen. */
    public static final int SERVER_PORT = 67;

    /** Where clients listen. */
    public static final int CLIENT_PORT = 68;

    /** Options, by their numbers. */
    public static final int SUBNET_MASK = 1;

    /** Routers. */
    public static final int ROUTER = 3;

    /** Name servers. */
    public static final int DNS = 6;

    /** The client's name. */
    public static final int HOST_NAME = 12;

    /** The domain's name. */
    public static final int DOMAIN_NAME = 15;

    /** The largest packet. */
    public static final int MTU = 26;

    /** The broadcast address. */
    public static final int BROADCAST = 28;

    /** The address asked for. */
    public static final int REQUESTED = 50;

    /** How long an address is lent, in seconds. */
    public static final int LEASE_TIME = 51;

    /** What kind of message it is. */
    public static final int TYPE = 53;

    /** The server's name for itself. */
    public static final int SERVER_ID = 54;

    /** What the client wants to know. */
    public static final int PARAMETERS = 55;

    /** T1, in seconds. */
    public static final int RENEWAL = 58;

    /** Who lends the program to boot ({@code next-server} as a text). */
    public static final int BOOT_SERVER = 66;

    /** The program to boot. */
    public static final int BOOT_FILE = 67;

    /** T2, in seconds. */
    public static final int REBINDING = 59;

    private static final int MIN_LENGTH = 300;
    private static final int FIXED = 236;
    private static final int COOKIE = 0x63825363;

    /** The kinds of messages, as option 53 counts them. */
    public enum Type {
        /** Who has an address for me? */
        DISCOVER,
        /** I have. */
        OFFER,
        /** I take it. */
        REQUEST,
        /** Somebody else has it. */
        DECLINE,
        /** It is yours. */
        ACK,
        /** It isn't. */
        NAK,
        /** I don't need it any more. */
        RELEASE,
        /** I only want to know the rest. */
        INFORM
    }

    /** Which kind it is; empty where it says nothing sensible. */
    public Optional<Type> type() {
        Bytes option = options.get(TYPE);
        int number = option == null || option.length() != 1 ? 0 : option.at(0);
        return number < 1 || number > Type.values().length ? Optional.empty() : Optional.of(Type.values()[number - 1]);
    }

    /** An option that is an address; the first of several. */
    public Optional<Ipv4Address> address(int option) {
        return number(option).map(bits -> new Ipv4Address((int) (long) bits));
    }

    /** An option of four bytes. */
    public Optional<Long> number(int option) {
        Bytes value = options.get(option);
        return value == null || value.length() < 4 ? Optional.empty() : Optional.of(u32(value, 0));
    }

    /** An option that is a text. */
    public Optional<String> text(int option) {
        return Optional.ofNullable(options.get(option)).map(Bytes::utf8);
    }

    private static long u32(Bytes bytes, int at) {
        return (long) bytes.at(at) << 24 | bytes.at(at + 1) << 16 | bytes.at(at + 2) << 8 | bytes.at(at + 3);
    }

    /** The option value of a number of four bytes. */
    public static Bytes of(long number) {
        return Bytes.of(
                new byte[] {(byte) (number >>> 24), (byte) (number >>> 16), (byte) (number >>> 8), (byte) number});
    }

    /** The option value of an address. */
    public static Bytes of(Ipv4Address address) {
        return of(address.bits() & 0xFFFF_FFFFL);
    }

    /** The option value of a kind of message. */
    public static Bytes of(Type type) {
        return Bytes.filled(1, type.ordinal() + 1);
    }

    /** The message as a datagram carries it, filled up to 300 bytes. */
    public Bytes encode() {
        byte[] data = new byte[Math.max(MIN_LENGTH, FIXED + 4 + optionsLength() + 1)];
        data[0] = (byte) (reply ? 2 : 1);
        data[1] = 1;
        data[2] = 6;
        put(data, 4, xid);
        data[8] = (byte) (seconds >>> 8);
        data[9] = (byte) seconds;
        put(data, 12, client.bits());
        put(data, 16, yours.bits());
        put(data, 20, server.bits());
        long mac = hardware.bits();
        for (int i = 0; i < 6; i++) {
            data[28 + i] = (byte) (mac >>> 40 - 8 * i);
        }
        put(data, FIXED, COOKIE);
        int at = FIXED + 4;
        for (Map.Entry<Integer, Bytes> option : options.entrySet()) {
            data[at++] = (byte) (int) option.getKey();
            data[at++] = (byte) option.getValue().length();
            System.arraycopy(
                    option.getValue().toArray(), 0, data, at, option.getValue().length());
            at += option.getValue().length();
        }
        data[at] = (byte) 255;
        return Bytes.of(data);
    }

    private int optionsLength() {
        return options.values().stream().mapToInt(v -> 2 + v.length()).sum();
    }

    private static void put(byte[] data, int at, int value) {
        for (int i = 0; i < 4; i++) {
            data[at + i] = (byte) (value >>> 24 - 8 * i);
        }
    }

    /** The message in a datagram; empty for anything else. */
    public static Optional<DhcpMessage> parse(Bytes data) {
        if (data.length() < FIXED + 4 || data.at(1) != 1 || data.at(2) != 6 || (int) u32(data, FIXED) != COOKIE) {
            return Optional.empty();
        }
        Map<Integer, Bytes> options = new LinkedHashMap<>();
        int at = FIXED + 4;
        while (at < data.length() && data.at(at) != 255) {
            int code = data.at(at++);
            if (code == 0) {
                continue;
            }
            if (at >= data.length() || at + 1 + data.at(at) > data.length()) {
                return Optional.empty();
            }
            int length = data.at(at++);
            options.put(code, data.part(at, at + length));
            at += length;
        }
        long mac = u32(data, 28) << 16 | data.at(32) << 8 | data.at(33);
        return Optional.of(new DhcpMessage(
                data.at(0) == 2,
                (int) u32(data, 4),
                data.at(8) << 8 | data.at(9),
                new Ipv4Address((int) u32(data, 12)),
                new Ipv4Address((int) u32(data, 16)),
                new Ipv4Address((int) u32(data, 20)),
                new MacAddress(mac),
                options));
    }
}
