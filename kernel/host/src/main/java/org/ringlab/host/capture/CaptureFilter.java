package org.ringlab.host.capture;

import java.util.Optional;
import java.util.function.Function;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;

/** A filter expression of tcpdump's (pcap-filter(7)), compiled: which packets it lets through. */
public final class CaptureFilter {
    private final PacketTest test;

    private CaptureFilter(PacketTest test) {
        this.test = test;
    }

    /** What came of compiling an expression. */
    public sealed interface Compiled {
        /** It is right. */
        record Ok(CaptureFilter filter) implements Compiled {}

        /** It is wrong; {@code message} is libpcap's. */
        record Wrong(String message) implements Compiled {}
    }

    /**
     * Compiles an expression; an empty one lets everything through.
     *
     * @param hosts finds the address of a name
     */
    public static Compiled compile(String expression, Function<String, Optional<Ipv4Address>> hosts) {
        if (expression.isBlank()) {
            return new Compiled.Ok(new CaptureFilter(p -> true));
        }
        try {
            return new Compiled.Ok(new CaptureFilter(new FilterParser(expression, hosts).parse()));
        } catch (FilterException e) {
            return new Compiled.Wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Whether it lets a packet through. */
    public boolean accepts(LinkType link, Bytes packet) {
        return test.test(new PacketView(link, packet));
    }
}
