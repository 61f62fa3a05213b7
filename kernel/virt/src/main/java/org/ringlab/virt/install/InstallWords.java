package org.ringlab.virt.install;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of {@code virt-install}. */
final class InstallWords {
    private static final Set<String> VALUED = Set.of(
            "--name",
            "--memory",
            "--vcpus",
            "--disk",
            "--network",
            "--graphics",
            "--osinfo",
            "--cdrom",
            "--location",
            "--virt-type",
            "--boot",
            "--wait",
            "--connect",
            "--cpu",
            "--description",
            "--controller",
            "--video",
            "--console",
            "--serial",
            "--arch",
            "--machine",
            "--extra-args",
            "--check",
            "--autoconsole",
            "--sound",
            "--input",
            "--metadata",
            "--uuid",
            "--rng",
            "--initrd-inject");
    private static final Set<String> SWITCHES = Set.of(
            "--pxe",
            "--import",
            "--dry-run",
            "--noautoconsole",
            "--noreboot",
            "--hvm",
            "--autostart",
            "--quiet",
            "--debug",
            "--transient",
            "--force",
            "--noapic",
            "--noacpi",
            "--nographics",
            "--version",
            "--help");
    private static final Map<String, String> ALIASES = Map.of(
            "-n",
            "--name",
            "-r",
            "--memory",
            "--ram",
            "--memory",
            "-c",
            "--cdrom",
            "-l",
            "--location",
            "-w",
            "--network",
            "--os-variant",
            "--osinfo",
            "-x",
            "--extra-args",
            "-f",
            "--disk",
            "-q",
            "--quiet");

    private InstallWords() {}

    /** Those that were given. */
    static InstallOptions options(List<String> args) {
        return new InstallOptions(args, ALIASES, VALUED, SWITCHES, Set.of("--print-xml"));
    }
}
