package org.ringlab.host.software;

import java.util.List;

/**
 * A package of the distribution.
 *
 * @param name {@code qemu-kvm}
 * @param epoch 0 where it has none
 * @param version version and release, {@code 1.5.3-175.el7_9.6}
 * @param arch {@code x86_64} or {@code noarch}
 * @param repository where it comes from: {@code base}, {@code updates}, {@code extras}
 * @param kib its size to download, in KiB
 * @param summary one line
 * @param requires the packages it needs
 * @param commands the programs it brings
 */
public record Package(
        String name,
        int epoch,
        String version,
        String arch,
        String repository,
        int kib,
        String summary,
        List<String> requires,
        List<String> commands) {
    /** Epoch and version as yum shows them. */
    public String shownVersion() {
        return epoch == 0 ? version : epoch + ":" + version;
    }

    /** As {@code rpm -q} prints it. */
    public String full() {
        return name + "-" + version + "." + arch;
    }

    /** As yum calls one that is installed. */
    public String installed() {
        return (epoch == 0 ? "" : epoch + ":") + full();
    }
}
