package org.ringlab.host.capture;

import java.util.List;
import org.ringlab.host.Lab;
import org.ringlab.netfilter.link.FrameLog;

/** The traffic of a whole lab as a capture file. */
public final class LabCapture {
    private LabCapture() {}

    /** Every frame once, where it went out (on {@code lo}: where it came in). */
    public static Pcap all(Lab lab) {
        return of(lab.network().frames().all().stream()
                .filter(e -> e.way() == FrameLog.Way.OUT || e.iface().equals("lo"))
                .toList());
    }

    /** What tcpdump sees at one interface. */
    public static Pcap at(Lab lab, String host, String iface) {
        return of(lab.network().frames().all().stream()
                .filter(e -> e.host().equals(host) && e.iface().equals(iface))
                .toList());
    }

    /** Frames without an Ethernet header are in the frames of the tunnel's outer interface. */
    private static Pcap of(List<FrameLog.Entry> entries) {
        FrameEncoder encoder = new FrameEncoder(LinkType.ETHERNET);
        return new Pcap(
                LinkType.ETHERNET,
                entries.stream()
                        .filter(e -> e.header() == FrameLog.Header.ETHERNET
                                || e.iface().equals("lo"))
                        .map(encoder::encode)
                        .toList());
    }
}
