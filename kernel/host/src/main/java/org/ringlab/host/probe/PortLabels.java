package org.ringlab.host.probe;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringlab.host.HostSpec;
import org.ringlab.host.LabSpec;
import org.ringlab.host.ProbeSpec;
import org.ringlab.host.ServiceSpec;
import org.ringlab.host.Step;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * How outcomes write ports: one that the lab fixes as a number, any other as {@code *1}, {@code *2}, … in the order they
 * appear, so that outcomes don't depend on chance.
 */
public final class PortLabels {
    private static final int PASSIVE_BASE = 50_000;
    private static final Set<String> MAPPINGS = Set.of("--to-source", "--to-destination", "--to");
    private static final Set<String> PORTS = Set.of("--to-ports", "--to-port", "dstport", "srcport");

    private final Set<Integer> fixed = new HashSet<>();
    private final Map<Integer, Integer> labels = new HashMap<>();

    /** Labels for a lab: its services, probes and rules fix ports. */
    public PortLabels(LabSpec spec) {
        fixed.add(20);
        for (ServiceSpec service : spec.services()) {
            fixed.add(service.port());
        }
        int passive = 0;
        for (Step step : spec.steps()) {
            switch (step) {
                case ProbeSpec probe -> {
                    fix(probe);
                    passive += probe.exchange() instanceof ProbeSpec.Ftp ftp && !ftp.active() ? 1 : 0;
                }
                case Step.Run run -> run.commands().forEach(this::fix);
                case Step.Wait wait -> {}
            }
        }
        for (int k = 1; k <= Math.max(passive, 1) + 1; k++) {
            fixed.add(PASSIVE_BASE + k);
        }
        for (HostSpec host : spec.hosts()) {
            host.setup().forEach(line -> fix(line.text()));
        }
    }

    /** A probe fixes its ports. */
    public void fix(ProbeSpec probe) {
        if (probe.exchange().port() != 0) {
            fixed.addAll(List.of(
                    probe.exchange().port(), probe.exchange().sourcePort(), ProbeSpec.DATA_PORT_BASE + probe.id()));
        }
    }

    /** A command fixes the ports its rules map to. */
    public void fix(String command) {
        if (!command.contains("--to") && !command.contains("dstport") && !command.contains("srcport")) {
            return;
        }
        String[] words = command.strip().split("\\s+");
        for (int i = 0; i + 1 < words.length; i++) {
            String port = MAPPINGS.contains(words[i])
                    ? words[i + 1].substring(words[i + 1].lastIndexOf(':') + 1)
                    : PORTS.contains(words[i]) ? words[i + 1] : "";
            if (port.matches("\\d{1,5}") && (PORTS.contains(words[i]) || words[i + 1].contains(":"))) {
                fixed.add(Integer.parseInt(port));
            }
        }
    }

    /** {@code address:port} or {@code address:*k}. */
    public String end(Ipv4Address address, int port) {
        return fixed.contains(port)
                ? address + ":" + port
                : address + ":*" + labels.computeIfAbsent(port, p -> labels.size() + 1);
    }
}
