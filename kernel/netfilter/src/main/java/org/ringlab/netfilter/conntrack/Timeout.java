package org.ringlab.netfilter.conntrack;

import org.ringlab.common.SimClock;

/** How long a connection outlives its last packet: settings, {@code net.netfilter.nf_conntrack_NAME}, in seconds. */
public enum Timeout {
    /** TCP: a SYN was seen. */
    TCP_SYN_SENT("tcp_timeout_syn_sent", 120),
    /** … and answered. */
    TCP_SYN_RECV("tcp_timeout_syn_recv", 60),
    /** The connection is open: five days. */
    TCP_ESTABLISHED("tcp_timeout_established", 5 * 24 * 3600),
    /** One side said FIN. */
    TCP_FIN_WAIT("tcp_timeout_fin_wait", 120),
    /** … and that was acknowledged. */
    TCP_CLOSE_WAIT("tcp_timeout_close_wait", 60),
    /** Both said FIN. */
    TCP_LAST_ACK("tcp_timeout_last_ack", 30),
    /** It is over. */
    TCP_TIME_WAIT("tcp_timeout_time_wait", 120),
    /** It was reset. */
    TCP_CLOSE("tcp_timeout_close", 10),
    /** The same segment came again and again, or a window is closed. */
    TCP_MAX_RETRANS("tcp_timeout_max_retrans", 300),
    /** Data is not acknowledged yet, or only one side was seen. */
    TCP_UNACKNOWLEDGED("tcp_timeout_unacknowledged", 300),
    /** UDP: no answer yet, or a short exchange. */
    UDP("udp_timeout", 30),
    /** UDP: an exchange that lasts. */
    UDP_STREAM("udp_timeout_stream", 120),
    /** ICMP queries. */
    ICMP("icmp_timeout", 30),
    /** GRE: no answer yet. */
    GRE("gre_timeout", 30),
    /** GRE: both ways. */
    GRE_STREAM("gre_timeout_stream", 180),
    /** All other protocols. */
    GENERIC("generic_timeout", 600);

    private final String setting;
    private final int seconds;

    Timeout(String setting, int seconds) {
        this.setting = setting;
        this.seconds = seconds;
    }

    /** The setting's name behind {@code nf_conntrack_}. */
    public String setting() {
        return setting;
    }

    /** Its value as Linux comes, in seconds. */
    public int seconds() {
        return seconds;
    }

    /** The same in nanoseconds. */
    public long nanos() {
        return seconds * SimClock.SECOND;
    }
}
