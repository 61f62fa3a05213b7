package org.ringlab.host.service;

import java.util.Optional;
import org.ringlab.host.ServiceSpec;
import org.ringlab.netfilter.packet.Bytes;
import org.ringlab.netfilter.packet.Ipv4Address;
import org.ringlab.netfilter.stack.UdpSocket;

/**
 * Services on UDP: the echo and dns. They answer from the address they were asked at.
 *
 * @param host where
 * @param spec what
 * @param arrivals where arrivals are noted
 */
record DatagramService(String host, ServiceSpec spec, Arrivals arrivals) implements UdpSocket.Receiver {
    @Override
    public void received(UdpSocket socket, Ipv4Address source, int sourcePort, Ipv4Address destination, Bytes data) {
        arrivals.add(new Arrivals.Arrival(spec.label(), host, source, sourcePort, destination, spec.port()));
        Optional<Bytes> answer =
                spec.kind() == ServiceSpec.Kind.DNS ? DnsMessage.answer(data, spec.zone()) : Optional.of(data);
        answer.ifPresent(a -> socket.sendFrom(destination, source, sourcePort, a));
    }
}
