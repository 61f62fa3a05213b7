package org.ringlab.host;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.tree.Node;
import org.ringlab.host.tree.Places;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * A question put to a lab: traffic of a fixed kind from one host to an address. What each kind sends is laid down in
 * {@code docs/lab-format.md}.
 *
 * @param id its number, from 1; source ports, data ports and ICMP identifiers follow from it
 * @param from the host (or {@code host/namespace}) that sends
 * @param to where to
 * @param bind the source address to use; null to let routing choose
 * @param timeoutMillis how long to wait for an answer, above 0
 * @param note a remark
 * @param exchange what is sent
 */
public record ProbeSpec(
        int id,
        String from,
        Ipv4Address to,
        @Nullable Ipv4Address bind,
        int timeoutMillis,
        String note,
        Exchange exchange)
        implements Step {
    /** How long a probe waits unless it says otherwise, in milliseconds. */
    public static final int DEFAULT_TIMEOUT_MILLIS = 100;

    /** Probe n sends from port 40000+n. */
    public static final int SOURCE_PORT_BASE = 40_000;

    /** Probe n's ftp data port is 45000+n. */
    public static final int DATA_PORT_BASE = 45_000;

    /** Probe n's ICMP identifier is 1000+n. */
    public static final int ICMP_ID_BASE = 1000;

    /** What a probe sends. */
    public sealed interface Exchange {
        /** The kind as written in a lab file. */
        String kind();

        /** The destination port; 0 for ICMP. */
        default int port() {
            return 0;
        }

        /** The source port; 0 for ICMP. */
        default int sourcePort() {
            return 0;
        }
    }

    /**
     * Echo requests, each waiting for its answer.
     *
     * @param count how many, from 1
     * @param intervalMillis pause between two
     * @param size bytes of data
     * @param ttl time to live, 1 to 255
     */
    public record Ping(int count, int intervalMillis, int size, int ttl) implements Exchange {
        @Override
        public String kind() {
            return "ping";
        }
    }

    /** One ICMP message; error types carry a made-up UDP packet. */
    public record Icmp(int type, int code) implements Exchange {
        @Override
        public String kind() {
            return "icmp";
        }
    }

    /** Connect and close; {@code reset} closes by RST instead of FIN. */
    public record Tcp(int port, int sourcePort, boolean reset) implements Exchange {
        @Override
        public String kind() {
            return "tcp";
        }
    }

    /** Connect, GET, read, close. */
    public record Http(int port, int sourcePort, boolean reset) implements Exchange {
        @Override
        public String kind() {
            return "http";
        }
    }

    /** One datagram of {@code size} bytes. */
    public record Udp(int port, int sourcePort, int size) implements Exchange {
        @Override
        public String kind() {
            return "udp";
        }
    }

    /** One DNS query for an A record. */
    public record Dns(int port, int sourcePort, String query) implements Exchange {
        @Override
        public String kind() {
            return "dns";
        }
    }

    /** An ftp session with one LIST. */
    public record Ftp(int port, int sourcePort, boolean active) implements Exchange {
        @Override
        public String kind() {
            return active ? "ftp-active" : "ftp-passive";
        }
    }

    /** One segment outside any connection; {@code flags} as in {@code TcpSegment}. */
    public record TcpRaw(int port, int sourcePort, int flags) implements Exchange {
        @Override
        public String kind() {
            return "tcp-raw";
        }
    }

    /** One ping with everything at its default. */
    public static ProbeSpec ping(int id, String from, Ipv4Address to) {
        return of(id, from, to, new Ping(1, 1, 56, 64));
    }

    /** A probe with the default timeout, no bind address and no note. */
    public static ProbeSpec of(int id, String from, Ipv4Address to, Exchange exchange) {
        return new ProbeSpec(id, from, to, null, DEFAULT_TIMEOUT_MILLIS, "", exchange);
    }

    /** {@code address} or {@code address:port}, as outcomes name the destination. */
    public String target() {
        return exchange.port() == 0 ? to.toString() : to + ":" + exchange.port();
    }

    /**
     * A step read from a plain tree.
     *
     * @param step the step; null where there are errors
     * @param diagnostics what is wrong with it
     */
    public record Parsed(@Nullable Step step, List<Diagnostic> diagnostics) {}

    /**
     * Reads one entry of {@code probes}.
     *
     * @param id its number, from 1
     */
    public static Parsed read(@Nullable Object tree, int id, Places places) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        Step step = StepReader.read(Node.root(tree, places, diagnostics), id);
        return new Parsed(diagnostics.isEmpty() ? step : null, List.copyOf(diagnostics));
    }
}
