package org.ringlab.virt.install;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.ringlab.virt.VirtHost;

/**
 * An installation medium whose kernel and initrd {@code --location} boots directly, once they have been copied (virtinst
 * urlfetcher).
 */
final class InstallTree {
    private static final String DIRECTORY = "/var/lib/libvirt/boot/virtinst-";
    private static final String PLACE = "/images/pxeboot/";

    private final VirtHost host;
    private final String image;

    private InstallTree(VirtHost host, String image) {
        this.host = host;
        this.image = image;
    }

    /** The one that the options name, where they do. */
    static Optional<InstallTree> of(VirtHost host, InstallOptions options) throws InstallFailure {
        Optional<String> location = options.value("--location");
        if (location.isEmpty()) {
            return Optional.empty();
        }
        if (location.get().contains("://")) {
            throw new InstallFailure("not simulated: installation trees at URLs (give the path of an image)");
        }
        if (host.files().onMedium(location.get(), PLACE + "vmlinuz").isEmpty()) {
            throw new InstallFailure("Could not find an installable distribution at URL '" + location.get()
                    + "'\n\nThe location must be the root directory of an install tree.\n"
                    + "See virt-install man page for various distro examples.");
        }
        return Optional.of(new InstallTree(host, location.get()));
    }

    /** The kernel's copy. */
    String kernel() {
        return DIRECTORY + "vmlinuz";
    }

    /** The initrd's copy. */
    String initrd() {
        return DIRECTORY + "initrd.img";
    }

    /** Copies both, and tells of each. */
    void fetch(Consumer<String> progress) {
        for (String file : List.of("vmlinuz", "initrd.img")) {
            progress.accept("Retrieving '" + file + "'");
            host.files()
                    .onMedium(image, PLACE + file)
                    .ifPresent(content -> host.files().write(DIRECTORY + file, content));
        }
    }

    /** Takes the copies away again. */
    void forget() {
        host.files().remove(kernel());
        host.files().remove(initrd());
    }
}
