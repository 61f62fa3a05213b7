package org.ringlab.host.service;

import org.ringlab.netfilter.packet.Ipv4Address;

/**
 * Where a service listens.
 *
 * @param address one of the host's, or 0.0.0.0 for all
 * @param port 1 to 65535
 */
public record Endpoint(Ipv4Address address, int port) {}
