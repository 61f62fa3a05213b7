package org.ringlab.host;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.dhcp.DhcpRange;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * A program that listens.
 *
 * @param host where, {@code host} or {@code host/namespace}
 * @param kind what it does
 * @param port where it listens
 * @param address the address it listens on; null for all
 * @param body what http answers
 * @param zone names and addresses dns knows
 * @param dhcp what dhcp lends; null for other kinds
 */
public record ServiceSpec(
        String host,
        Kind kind,
        int port,
        @Nullable Ipv4Address address,
        String body,
        Map<String, List<Ipv4Address>> zone,
        @Nullable DhcpSpec dhcp) {
    /** A service that isn't dhcp. */
    public ServiceSpec(
            String host,
            Kind kind,
            int port,
            @Nullable Ipv4Address address,
            String body,
            Map<String, List<Ipv4Address>> zone) {
        this(host, kind, port, address, body, zone, null);
    }

    /**
     * What a dhcp service lends.
     *
     * @param range what it lends on which interface
     * @param proxiesNames whether it is the clients' name server too, and passes their questions on
     */
    public record DhcpSpec(DhcpRange range, boolean proxiesNames) {}

    /** What a service does. */
    public enum Kind {
        /** Accepts, echoes, closes after the client. */
        TCP(0),
        /** Answers every request with 200 and its body. */
        HTTP(80),
        /** Returns the datagram. */
        UDP(0),
        /** Answers A queries out of its zone. */
        DNS(53),
        /** A small ftp server. */
        FTP(21),
        /** Lends addresses. */
        DHCP(67);

        private static final List<String> TEXTS =
                Arrays.stream(values()).map(Kind::text).toList();

        private final int defaultPort;

        Kind(int defaultPort) {
            this.defaultPort = defaultPort;
        }

        /** As written in a lab file. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The port where none is written; 0 where one must be. */
        public int defaultPort() {
            return defaultPort;
        }

        /** All as written, in order. */
        public static List<String> texts() {
            return TEXTS;
        }
    }

    /** {@code kind:port}, as outcomes name it. */
    public String label() {
        return kind.text() + ":" + port;
    }
}
