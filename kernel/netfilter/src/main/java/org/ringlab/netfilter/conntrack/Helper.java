package org.ringlab.netfilter.conntrack;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.packet.TcpSegment;
import org.ringlab.netfilter.packet.UdpDatagram;

/**
 * Somebody who reads a protocol's data to know of the connections it announces (struct nf_conntrack_helper).
 *
 * @param kind what it reads
 * @param port the port its servers listen on, 1 to 65535
 */
public record Helper(Kind kind, int port) {
    /** The protocols that are read. */
    public enum Kind {
        /** FTP: PORT, PASV and their successors. */
        FTP(TcpSegment.PROTOCOL, 21),
        /** TFTP: the answer comes from another port. */
        TFTP(UdpDatagram.PROTOCOL, 69);

        private final int protocol;
        private final int port;

        Kind(int protocol, int port) {
            this.protocol = protocol;
            this.port = port;
        }

        /** The IP protocol it rides on. */
        public int protocol() {
            return protocol;
        }

        /** As typed: {@code ftp}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How long an announced connection is waited for. */
    static final long PATIENCE_NANOS = 300 * SimClock.SECOND;

    /** The helper of a protocol at its usual port. */
    public static Helper of(Kind kind) {
        return new Helper(kind, kind.port);
    }

    /** The helper that {@code -j CT --helper NAME} names. */
    public static Optional<Helper> named(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.text().equals(name))
                .findFirst()
                .map(Helper::of);
    }

    /** {@code ftp}, or {@code ftp-2121} at another port. */
    public String name() {
        return kind.text() + (port == kind.port ? "" : "-" + port);
    }
}
