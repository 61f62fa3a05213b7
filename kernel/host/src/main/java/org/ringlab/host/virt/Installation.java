package org.ringlab.host.virt;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.SimClock;
import org.ringlab.netfilter.link.EventQueue;
import org.ringlab.virt.domain.GuestPlan;

/**
 * CentOS's installer at work in a guest: it asks nothing, takes some minutes, leaves a boot loader and a system on the first
 * disk, and starts the guest again.
 */
final class Installation {
    /** What it needs for its partitions, in bytes. */
    private static final long SMALLEST = 1L << 30;

    private static final long STEP = 90 * SimClock.SECOND;

    private final HostVirt host;
    private final GuestPlan plan;
    private final Runnable finished;
    private final StringBuilder console = new StringBuilder();
    private final Optional<GuestDisks.Seen> target;
    private EventQueue.@Nullable Timer timer;
    private int done;

    /**
     * An installer that begins.
     *
     * @param finished what is to happen when it starts the guest again
     */
    Installation(HostVirt host, GuestPlan plan, Runnable finished) {
        this.host = host;
        this.plan = plan;
        this.finished = finished;
        target = GuestDisks.of(host, plan).stream()
                .filter(d -> !d.disk().readOnly())
                .findFirst();
        console.append(BootLog.installer(plan, GuestDisks.of(host, plan)));
        setRunning(true);
    }

    String console() {
        return console.toString();
    }

    /** Its processors run, or stand still: a step that was interrupted begins anew. */
    void setRunning(boolean running) {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        if (running) {
            timer = host.machine().stack().network().queue().later(STEP, this::step);
        }
    }

    private void step() {
        timer = null;
        switch (done++) {
            case 0 -> {
                if (target.isEmpty()) {
                    console.append("No disks detected.  Please shut down the computer, connect at least one disk, and"
                            + " restart to complete installation.\n");
                    return;
                }
                if (target.get().sectors() * 512 < SMALLEST) {
                    console.append("storage configuration failed: autopart failed:\n"
                            + "Not enough free space on disks for automatic partitioning\n");
                    return;
                }
                console.append("Setting up the installation environment\nCreating disklabel on /dev/"
                        + target.get().name() + "\nCreating xfs on /dev/"
                        + target.get().name()
                        + "1\nRunning pre-installation scripts\n");
            }
            case 1 ->
                console.append("Starting package installation process\nPreparing transaction from installation source\n"
                        + String.format(Locale.ROOT, "Installing (%d/%d)\n", 299, 299)
                        + "Performing post-installation setup tasks\n");
            case 2 ->
                console.append("Installing boot loader\nPerforming post-installation setup tasks\n"
                        + "Configuring installed system\nWriting network configuration\nCreating users\n"
                        + "Generating initramfs\nRunning post-installation scripts\n");
            case 3 -> {
                target.ifPresent(disk -> host.images()
                        .installSystem(disk.disk().path(), disk.disk().format()));
                console.append("Installation complete.\n[  OK  ] Reached target Shutdown.\nRestarting system.\n");
            }
            default -> {
                finished.run();
                return;
            }
        }
        setRunning(true);
    }
}
