package org.ringlab.virt.install;

import org.ringlab.virt.Libvirtd;

/** Names of guests as virt-manager's programs take them. */
final class Names {
    private Names() {}

    static void check(Libvirtd libvirtd, String name) throws InstallFailure {
        for (char c : new char[] {' ', '/'}) {
            if (name.indexOf(c) >= 0) {
                throw new InstallFailure("Guest name '" + name + "' can not contain '" + c + "' character.");
            }
        }
        if (libvirtd.domains().named(name).isPresent()) {
            throw new InstallFailure("Guest name '" + name + "' is already in use.");
        }
    }
}
