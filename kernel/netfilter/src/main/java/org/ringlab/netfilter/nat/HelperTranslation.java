package org.ringlab.netfilter.nat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.ringlab.common.SeededRandom;
import org.ringlab.netfilter.conntrack.Connection;
import org.ringlab.netfilter.conntrack.Conntrack;
import org.ringlab.netfilter.conntrack.Expectation;
import org.ringlab.netfilter.conntrack.FtpCommand;
import org.ringlab.netfilter.conntrack.HelperNat;
import org.ringlab.netfilter.conntrack.Tracking;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.packet.Packet;
import org.ringlab.netfilter.packet.TcpSegment;

/** Rewrites what is announced in translated connections (net/netfilter/nf_nat_ftp.c, nf_nat_tftp.c). */
public final class HelperTranslation implements HelperNat {
    private static final int MOST_ATTEMPTS = 128;
    private static final int LAST_PORT = 65535;

    private final Conntrack conntrack;
    private final NatSetup setup;
    private final SeededRandom random;

    /** For the connections of one namespace. */
    public HelperTranslation(Conntrack conntrack, NatSetup setup, SeededRandom random) {
        this.conntrack = conntrack;
        this.setup = setup;
        this.random = random;
    }

    @Override
    public Optional<Rewritten> ftp(Packet packet, Tracking tracking, FtpCommand command, Expectation expected) {
        Connection connection = expected.master();
        // The connection will come from where this packet goes, to the address that side knows.
        Ipv4Address address = tracking.reply()
                ? connection.original().destination()
                : connection.reply().destination();
        Expectation followed = expected.translated(command.port(), !tracking.reply(), setup::followMaster);
        return wait(followed)
                .map(e -> new Rewritten(
                        replaced(packet, tracking, command, command.form().write(address, e.port())), e));
    }

    @Override
    public Expectation tftp(Expectation expected) {
        return expected.translated(expected.master().original().sourceKey(), true, setup::followMaster);
    }

    /** Waits at the port announced, or at a higher one where that is taken ({@code nf_nat_exp_find_port}). */
    private Optional<Expectation> wait(Expectation expected) {
        int above = LAST_PORT - expected.port();
        Expectation tried = expected;
        for (int left = Math.min(above, MOST_ATTEMPTS); ; left--) {
            if (conntrack.expectations().add(tried)) {
                return Optional.of(tried);
            }
            if (left <= 0) {
                return Optional.empty();
            }
            tried = expected.withPort(expected.port() + random.nextInt(above));
        }
    }

    /** {@code nf_nat_mangle_tcp_packet}: other words in the segment, and numbers shifted from there on. */
    private static Packet replaced(Packet packet, Tracking tracking, FtpCommand command, String words) {
        if (!(packet.payload() instanceof TcpSegment segment) || tracking.connection() == null) {
            return packet;
        }
        String line = new String(segment.data().toArray(), StandardCharsets.ISO_8859_1);
        String rewritten =
                line.substring(0, command.offset()) + words + line.substring(command.offset() + command.length());
        tracking.connection().adjust(tracking.reply(), segment.sequence(), words.length() - command.length());
        return packet.withPayload(segment.withData(Bytes.of(rewritten.getBytes(StandardCharsets.ISO_8859_1))));
    }
}
