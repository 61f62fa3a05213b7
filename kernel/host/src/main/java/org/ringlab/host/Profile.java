package org.ringlab.host;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The Linux a lab's hosts are: kernel behaviour and the programs' texts. */
public enum Profile {
    /** The set-up of the recorded outcomes: a 6.x kernel, iptables 1.8.9 (legacy), ARP giving up within 50 ms. */
    RECORDED,
    /** The course's CentOS 7: kernel 3.10, iptables 1.4.21, ARP giving up after three seconds. */
    CENTOS7,
    /** A Debian 12 of today: as {@link #RECORDED}, but only rules ({@code -j CT --helper}) give helpers to connections. */
    DEBIAN12;

    /** As written in a lab file. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The profile written as {@code text}. */
    public static Optional<Profile> parse(String text) {
        return Arrays.stream(values()).filter(p -> p.text().equals(text)).findFirst();
    }

    /** All as written, in order. */
    public static List<String> texts() {
        return Arrays.stream(values()).map(Profile::text).toList();
    }
}
