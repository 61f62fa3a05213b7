package org.ringlab.host.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** The host of one session of a recording: a fresh one, on which the session's commands follow each other. */
final class ReplayedHost {
    /** Its name. */
    static final String NAME = "kvm1";

    /** The gateway of the recordings lent addresses (their bridge by DHCP got one); which, they don't say. */
    private static final Map<String, Object> LENDS = Map.of(
            "host", "gateway",
            "kind", "dhcp",
            "interface", "eth0",
            "range", List.of("192.168.66.128", "192.168.66.254"),
            "dns", "192.168.66.2");

    private final Lab lab;

    private ReplayedHost(Lab lab) {
        this.lab = lab;
    }

    /**
     * A host with one card, a gateway beside it that lends addresses, and the directory {@code /root/lab}.
     *
     * @param keys what else the host's part of the lab file says
     */
    static ReplayedHost boot(String profile, Map<String, Object> keys, List<String> setup) {
        Map<String, Object> host = new LinkedHashMap<>(keys);
        host.put(
                "interfaces",
                Map.of(
                        "ens33",
                        Map.of(
                                "segment",
                                "lan",
                                "address",
                                "192.168.66.11/24",
                                "mac",
                                "00:0c:29:3a:5b:01",
                                "index",
                                3)));
        host.put("setup", setup);
        Map<String, Object> hosts = new LinkedHashMap<>();
        hosts.put(NAME, host);
        hosts.put(
                "gateway",
                Map.of("interfaces", Map.of("eth0", Map.of("segment", "lan", "address", "192.168.66.2/24"))));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", "replay");
        tree.put("profile", profile);
        tree.put("hosts", hosts);
        tree.put("services", List.of(LENDS));
        Lab lab = Lab.boot(LabSpec.read(tree).orThrow());
        lab.run(NAME, "mkdir -p /root/lab; cd /root/lab");
        return new ReplayedHost(lab);
    }

    Lab lab() {
        return lab;
    }

    /** Runs a line as {@code sh -c} does. */
    CommandResult run(String line) {
        return lab.run(NAME, "sh -c '" + line.replace("'", "'\\''") + "'");
    }

    /** The answer to a row: what was printed and the status. */
    Map<String, Object> answer(@Nullable Object id, String line) {
        CommandResult result = run(line);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", id);
        answer.put("stdout", result.stdout());
        answer.put("stderr", result.stderr());
        answer.put("rc", result.status());
        return answer;
    }
}
