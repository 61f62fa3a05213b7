package org.ringlab.host.capture;

import org.ringlab.netfilter.packet.Bytes;

/**
 * A packet in a capture.
 *
 * @param micros when, in microseconds since 1970
 * @param iface the interface's name; empty where the capture doesn't tell
 * @param data its bytes from the link header on
 */
public record CapturedPacket(long micros, String iface, Bytes data) {}
