package org.ringlab.host.cluster;

import java.util.Map;
import org.ringlab.host.container.Digest;
import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * A service: one address and port that stand for the pods a selector finds.
 *
 * @param name its name
 * @param portName the port's name, empty for none
 * @param type {@code ClusterIP} or {@code NodePort}
 * @param selector the pods' labels
 * @param address its address, which no interface has
 * @param port its port
 * @param targetPort the pods' port
 * @param nodePort the port of every node that leads to it; 0 for none
 * @param createdNanos when it was made
 */
public record ClusterService(
        String name,
        String portName,
        String type,
        Map<String, String> selector,
        Ipv4Address address,
        int port,
        int targetPort,
        int nodePort,
        long createdNanos) {
    /** {@code default/web}, as comments of rules have it. */
    public String label() {
        return "default/" + name + (portName.isEmpty() ? "" : ":" + portName);
    }

    /** The chain that chooses one of its pods (pkg/proxy/iptables, servicePortChainName). */
    public String chain() {
        return "KUBE-SVC-" + Digest.base32(label() + "tcp", 16);
    }

    /** The chain that translates to one of its pods. */
    public String endpointChain(String endpoint) {
        return "KUBE-SEP-" + Digest.base32(label() + "tcp" + endpoint, 16);
    }
}
