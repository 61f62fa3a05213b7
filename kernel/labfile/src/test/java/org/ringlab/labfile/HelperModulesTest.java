package org.ringlab.labfile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.host.Lab;
import org.ringlab.host.Outcome;
import org.ringlab.host.ProbeOutcome;

/**
 * CentOS 7 gives helpers by port: the port after DNAT, and what they read is rewritten only with a module for it. A
 * gateway maps its port 2121 to the server's 21, and its 21 to the server's 2121.
 */
class HelperModulesTest {
    private static final String LAB = """
            name: helpers
            profile: centos7
            hosts:
              client:
                interfaces:
                  eth0: {segment: inside, address: 192.168.66.132/24}
                setup:
                  - ip route add default via 192.168.66.135
              gw:
                forwarding: true
                interfaces:
                  eth0: {segment: inside, address: 192.168.66.135/24}
                  eth1: {segment: outside, address: 172.18.133.210/16}
                setup:
                  - MODULES
                  - iptables -P FORWARD DROP
                  - iptables -A FORWARD -m state --state RELATED,ESTABLISHED -j ACCEPT
                  - iptables -A FORWARD -p tcp -m multiport --dports 21,2121 -j ACCEPT
                  - iptables -t nat -A PREROUTING -d 192.168.66.135 -p tcp --dport 2121 -j DNAT --to-destination "172.18.133.212:21"
                  - iptables -t nat -A PREROUTING -d 192.168.66.135 -p tcp --dport 21 -j DNAT --to-destination "172.18.133.212:2121"
              server:
                interfaces:
                  eth0: {segment: outside, address: 172.18.133.212/16}
                setup:
                  - ip route add default via 172.18.133.210
            services:
              - {host: server, kind: ftp, port: 21}
              - {host: server, kind: ftp, port: 2121}
            probes:
              - {from: client, kind: ftp-passive, to: 192.168.66.135, port: 2121}
              - {from: client, kind: ftp-passive, to: 192.168.66.135, port: 21}
              - {from: client, kind: ftp-passive, to: 172.18.133.212}
              - {from: client, kind: ftp-active, to: 172.18.133.212}
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            modprobe ip_tables                        | timeout timeout timeout timeout
            modprobe nf_conntrack_ftp                 | timeout timeout ok ok
            modprobe nf_nat_ftp                       | ok timeout ok ok
            modprobe nf_conntrack_ftp ports=2121      | timeout timeout timeout timeout
            modprobe nf_conntrack_ftp ports=21,2121\\n      - modprobe nf_nat_ftp | ok ok ok ok
            modprobe nf_nat_ftp\\n      - sysctl -w net.netfilter.nf_conntrack_helper=0 | timeout timeout timeout timeout
            """)
    void decideWhichSessionsAreFollowed(String modules, String verdicts) {
        String text = LAB.replace("MODULES", modules.replace("\\n", "\n"));
        Outcome outcome = Lab.boot(LabFile.yaml(text).orThrow()).play();
        assertEquals(List.of(), outcome.setupErrors());
        Stream<String> seen = outcome.steps().stream().map(step -> ((ProbeOutcome) step).verdict());
        assertEquals(verdicts, String.join(" ", seen.toList()));
    }
}
