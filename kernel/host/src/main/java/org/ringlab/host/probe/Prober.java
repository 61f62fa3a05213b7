package org.ringlab.host.probe;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.host.ProbeOutcome;
import org.ringlab.host.ProbeSpec;
import org.ringlab.host.service.Arrivals;
import org.ringlab.host.service.FtpServer;
import org.ringlab.netfilter.stack.NetStack;

/** Sends the probes of one lab. */
public final class Prober {
    /** Time for stragglers after each probe. */
    private static final long AFTERWARDS_MILLIS = 2;

    private final Arrivals arrivals;
    private final PortLabels labels;
    private final FtpServer.Ports ftpPorts;

    /**
     * A prober.
     *
     * @param arrivals what the lab's services note
     * @param labels how ports are written
     * @param ftpPorts what the lab's ftp sessions share
     */
    public Prober(Arrivals arrivals, PortLabels labels, FtpServer.Ports ftpPorts) {
        this.arrivals = arrivals;
        this.labels = labels;
        this.ftpPorts = ftpPorts;
    }

    /** Sends a probe from a stack, waits for what comes of it, and clears away what is left open. */
    public ProbeOutcome run(ProbeSpec spec, NetStack stack) {
        labels.fix(spec);
        ProbeRun run = new ProbeRun(spec, stack, arrivals, labels);
        ProbeRun.Result result = switch (spec.exchange()) {
            case ProbeSpec.Ping ping -> PingProbe.run(run, ping);
            case ProbeSpec.Icmp icmp -> IcmpProbe.run(run, icmp);
            case ProbeSpec.Tcp tcp -> TcpProbe.tcp(run, tcp);
            case ProbeSpec.Http http -> TcpProbe.http(run, http);
            case ProbeSpec.Udp udp -> UdpProbe.udp(run, udp);
            case ProbeSpec.Dns dns -> UdpProbe.dns(run, dns);
            case ProbeSpec.TcpRaw raw -> RawTcpProbe.run(run, raw);
            case ProbeSpec.Ftp ftp -> FtpProbe.run(run, ftp, ftpPorts);
        };
        run.pause(AFTERWARDS_MILLIS);
        run.end();
        arrivals.forgetConnections();
        List<ProbeOutcome.Seen> seen = new ArrayList<>();
        for (Arrivals.Arrival a : run.arrived()) {
            seen.add(new ProbeOutcome.Seen(
                    a.service(),
                    a.host(),
                    labels.end(a.source(), a.sourcePort()),
                    labels.end(a.destination(), a.port())));
        }
        result.seen().stream().filter(s -> !seen.contains(s)).forEach(seen::add);
        return new ProbeOutcome(
                spec.id(),
                spec.from(),
                spec.exchange().kind(),
                spec.target(),
                result.verdict(),
                result.details(),
                List.copyOf(seen),
                run.firstEvent(),
                stack.network().events().all().size());
    }
}
