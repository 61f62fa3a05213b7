package org.ringlab.host.software;

import java.util.List;
import org.ringlab.host.files.FileSystem;

/** The boot programs of package {@code syslinux}, which a server lends to those who boot from the network. */
public final class BootPrograms {
    /** What the program for PXE begins with. */
    public static final String PXELINUX = "PXELINUX 4.05 boot program (pxelinux.0)";

    private BootPrograms() {}

    /** Puts them where the package does. */
    public static void install(FileSystem files) {
        files.install("/usr/share/syslinux/pxelinux.0", PXELINUX + "\n");
        for (String module : List.of("menu.c32", "vesamenu.c32", "chain.c32")) {
            files.install("/usr/share/syslinux/" + module, "COM32 module " + module + "\n");
        }
    }
}
