package org.ringlab.labfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;

/** The simulator's outcomes against those the real Linux kernel gave, in everything an outcome holds. */
class RecordedOutcomesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01-forwarding-switch",
                "02-routes",
                "03-forward-whitelist-state",
                "04-forward-whitelist-stateless",
                "05-multiport-dns-ftp",
                "07-reject-variants",
                "08-gateway-input",
                "09-snat",
                "11-ping-rate",
                "12-masquerade",
                "13-dnat-address",
                "15-redirect",
                "16-policies",
                "17-rule-order",
                "18-netns-veth",
                "20-netns-router",
                "22-nat-network",
                "23-bridged-network",
                "25-overlay-vxlan",
                "27-overlay-gre",
                "30-log",
                "31-user-chains",
                "33-icmp-types",
                "34-fragments-untracked",
                "36-mangle-raw",
                "bridge-flood",
                "bridge-states",
                "bridge-netfilter",
                "fragments-tracked",
                "path-mtu",
                "masquerade-moved",
                "policy-routing",
                "policy-routing-unbound",
                "tunnel-gre",
                "tunnel-ipip",
                "tunnel-vxlan-bridge",
                "38-more-matches",
                "40-blacklist-server",
                "42-listings",
                "match-bytes",
                "match-connlimit-invalid",
                "match-connlimit-untracked",
                "match-cut",
                "match-hashlimit",
                "match-ipset",
                "match-limits",
                "match-mark",
                "match-owner",
                "match-owner-vxlan",
                "match-recent",
                "match-string",
                "match-trace",
                "nat-address-ranges",
                "nat-ct-helper",
                "nat-double",
                "nat-ftp-dnat",
                "nat-ftp-snat",
                "nat-hairpin",
                "nat-icmp-errors",
                "nat-input-snat",
                "nat-local-dnat",
                "nat-masquerade-changes",
                "nat-midway",
                "nat-netmap",
                "nat-notrack",
                "nat-port-clash",
                "nat-port-ranges",
                "nat-states",
                "nat-zones",
                "broadcast-echo",
                "connection-to-itself",
                "fragments-helper",
                "icmp-codes",
                "icmp-no-errors-about",
                "redirect-answers",
                "redirect-echo-replies",
                "redirect-far-sender",
                "redirect-ignored",
                "redirect-known-neighbour",
                "redirect-learned",
                "redirect-masquerade",
                "redirect-media-0-secure-0",
                "redirect-media-0-secure-1",
                "redirect-media-1-secure-0",
                "redirect-media-1-secure-1",
                "redirect-narrow-mask",
                "redirect-nat",
                "redirect-route-changes",
                "redirect-router",
                "redirect-tracked",
                "redirect-two-networks",
                "redirect-udp-tcp",
                "reject-in-tunnel",
                "route-error-limit",
                "source-checked-late",
                "tcp-handshake-rejected",
                "tcp-refused-by-itself",
                "tcp-windows",
                "udp-error-untracked",
                "zone-by-loopback"
            })
    void agreesWithTheKernel(String name) throws IOException {
        String text = resource("/recorded/" + name + ".json");
        LabSpec spec = LabFile.json(text).orThrow();
        JsonNode simulated = JSON.readTree(OutcomeJson.line(Lab.boot(spec).play()));
        JsonNode recorded = JSON.readTree(text).path("outcome");
        assertEquals(List.of(), OutcomeComparison.differences(simulated, recorded));
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = RecordedOutcomesTest.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IOException("no resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
