package org.ringlab.virt;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Which libvirt a host runs: words, tables and a few rules differ. */
public enum Generation {
    /** libvirt 4.5, of CentOS 7. */
    EL7,
    /** libvirt 9.0, of Debian 12. */
    DEB12;

    /** As written on a command line. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one written as {@code text}. */
    public static Optional<Generation> parse(String text) {
        return Arrays.stream(values()).filter(g -> g.text().equals(text)).findFirst();
    }

    /** A guest's name within a sentence: 4.5 writes it bare, 9.0 in quotes. */
    public String quoted(String domain) {
        return this == EL7 ? domain : "'" + domain + "'";
    }
}
