package org.ringlab.virt.install;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.ringlab.virt.Generation;
import org.ringlab.virt.Libvirtd;
import org.ringlab.virt.VirError;
import org.ringlab.virt.domain.Domain;
import org.ringlab.virt.virsh.VirshEnvironment;

/** What {@code virt-install} does once the installer runs: leave it alone, or wait until it has shut down and start the guest (check_domain). */
final class InstallWait {
    /** Nobody stays for ever: after a day somebody presses Ctrl-C. */
    private static final int PATIENCE = 24 * 60;

    private final VirshEnvironment environment;
    private final Libvirtd libvirtd;
    private final boolean atConsole;
    private final int minutes;
    private final boolean restarts;
    private final List<String> warnings = new ArrayList<>();

    private InstallWait(VirshEnvironment environment, boolean atConsole, int minutes, boolean restarts) {
        this.environment = environment;
        libvirtd = environment.local();
        this.atConsole = atConsole;
        this.minutes = minutes;
        this.restarts = restarts;
    }

    /**
     * As the options want it.
     *
     * @param installs whether there is an installer to wait for
     */
    static InstallWait of(VirshEnvironment environment, InstallOptions options, boolean installs) {
        boolean alone = options.has("--noautoconsole")
                || options.value("--autoconsole").filter("none"::equals).isPresent();
        boolean text = options.has("--nographics")
                || options.value("--graphics").filter("none"::equals).isPresent();
        boolean waits = options.has("--wait");
        int wanted = options.value("--wait")
                .filter(w -> w.matches("-?\\d{1,6}"))
                .map(Integer::parseInt)
                .orElse(waits || !alone ? -1 : 0);
        boolean atConsole = !alone && text && wanted != 0;
        InstallWait wait = new InstallWait(environment, atConsole, wanted, !options.has("--noreboot"));
        if (installs && !alone && !text && wanted != 0) {
            wait.warnings.add("Graphics requested but DISPLAY is not set. Not running virt-viewer.");
            if (!waits) {
                wait.warnings.add("No console to launch for the guest, defaulting to --wait -1");
            }
        }
        return wait;
    }

    /** What it has to say beforehand. */
    List<String> warnings() {
        return warnings;
    }

    /** Waits; the program's exit status. */
    int run(String name) {
        Optional<Domain> domain = libvirtd.domains().named(name);
        if (atConsole) {
            environment.out("Running text console command: virsh --connect qemu:///system console " + name + "\n");
            environment.out(
                    "Connected to domain " + libvirtd.host().generation().quoted(name) + "\nEscape character is ^]\n");
        } else {
            if (minutes == 0 && libvirtd.host().generation() == Generation.EL7) {
                environment.out("Domain installation still in progress. You can reconnect to \n"
                        + "the console to complete the installation process.\n");
                return 0;
            }
            environment.out("\nDomain is still running. Installation may be in progress.\n");
            if (minutes == 0) {
                environment.out("You can reconnect to the console to complete the installation process.\n");
                return 0;
            }
            environment.out(
                    minutes < 0
                            ? "Waiting for the installation to complete.\n"
                            : String.format(
                                    Locale.ROOT,
                                    "Waiting %d minute%s for the installation to complete.\n",
                                    minutes,
                                    minutes == 1 ? "" : "s"));
        }
        StringBuilder seen = new StringBuilder();
        boolean over = libvirtd.host().waitFor(() -> isOver(domain, seen), 60L * (minutes < 0 ? PATIENCE : minutes));
        if (atConsole) {
            environment.out(seen.toString());
        }
        if (!over) {
            environment.out(
                    minutes < 0
                            ? "Domain install interrupted.\n"
                            : "Installation has exceeded specified time limit. Exiting application.\n");
            return 1;
        }
        if (!atConsole) {
            environment.out("Domain has shutdown. Continuing.\n");
        }
        environment.out("Domain creation completed.\n");
        return restart(name, domain);
    }

    /** Notes what is on the console meanwhile: it is gone with the guest. */
    private static boolean isOver(Optional<Domain> domain, StringBuilder seen) {
        domain.flatMap(Domain::guest).ifPresent(guest -> {
            String console = guest.console();
            if (console.length() > seen.length()) {
                seen.append(console.substring(seen.length()));
            }
        });
        return domain.isEmpty() || !domain.get().isActive();
    }

    private int restart(String name, Optional<Domain> domain) {
        if (domain.isEmpty() || !restarts) {
            environment.out(
                    "You can restart your domain by running:\n  virsh --connect qemu:///system start " + name + "\n");
            return 0;
        }
        environment.out("Restarting guest.\n");
        try {
            libvirtd.domains().start(domain.get(), false, false);
            return 0;
        } catch (VirError e) {
            environment.err("ERROR    " + e.text() + "\n");
            return 1;
        }
    }
}
