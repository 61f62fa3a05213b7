package org.ringlab.hypervisor.migrate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.hypervisor.Ending;
import org.ringlab.hypervisor.Hex;
import org.ringlab.hypervisor.Method;
import org.ringlab.hypervisor.Settings;
import org.ringlab.hypervisor.VirtualMachine;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.hardware.ExitHandler.Action;
import org.ringlab.hypervisor.hardware.ExitReason;
import org.ringlab.hypervisor.hardware.HardwareMonitor;
import org.ringlab.hypervisor.hardware.VmExit;

/**
 * Live migration of a guest that runs under hardware assistance. Pre-copy sends all pages while the guest goes on, then again and
 * again those that it wrote meanwhile, as the dirty flags of its extended page tables say; the rest is sent while it is
 * stopped. Post-copy moves the processor first and fetches a page when the guest touches it.
 *
 * <p>An instruction is taken to last a nanosecond, so that a link of 1 Gbit/s sends a page of 4 KiB in 32,768 of them.
 */
public final class Migration {
    private static final long PAGE = 4096;
    private static final long STATE_BYTES = 8192; // registers and devices

    /**
     * How.
     *
     * @param megabits the link, in Mbit/s, 1 or more
     * @param latency of the link one way, in nanoseconds
     * @param downtime the longest stop that is wanted, in nanoseconds: pre-copy stops when the rest fits
     * @param rounds at most, 1 or more
     * @param warmUp instructions before the migration begins
     * @param sharedStorage whether the other host can open the guest's disk image
     */
    public record Plan(long megabits, long latency, long downtime, int rounds, long warmUp, boolean sharedStorage) {
        /** 1 Gbit/s, 100 µs, 300 µs, 30 rounds, after 20,000 instructions. */
        public static final Plan DEFAULT = new Plan(1000, 100_000, 300_000, 30, 20_000, true);

        /** Nanoseconds for so many bytes. */
        public long nanoseconds(long bytes) {
            return bytes * 8 * 1000 / megabits;
        }
    }

    /**
     * One round of pre-copy.
     *
     * @param pages sent
     * @param nanoseconds that took
     * @param dirtied pages that the guest wrote meanwhile
     */
    public record Round(int number, long pages, long nanoseconds, long dirtied) {}

    /**
     * What came of it.
     *
     * @param refused why it didn't begin; empty if it did
     * @param rounds those of pre-copy
     * @param converged whether the rest became small enough, or pre-copy gave up and stopped the guest anyway
     * @param downtime nanoseconds that the guest stood still, or post-copy: until its first instruction on the other host
     * @param stalls post-copy: times that it waited for a page
     * @param stalled post-copy: nanoseconds of that
     * @param total nanoseconds from begin to end
     * @param sent bytes over the link
     * @param ending how the guest ended on the other host
     * @param output what it wrote altogether
     */
    public record Report(
            String refused,
            List<Round> rounds,
            boolean converged,
            long downtime,
            long stalls,
            long stalled,
            long total,
            long sent,
            @Nullable Ending ending,
            String output) {
        static Report refusal(String why) {
            return new Report(why, List.of(), false, 0, 0, 0, 0, 0, null, "");
        }
    }

    private final GuestImage image;
    private final Plan plan;
    private final Settings settings;
    private final VirtualMachine here;
    private final HardwareMonitor source;

    private Migration(GuestImage image, Plan plan, Settings settings) {
        this.image = image;
        this.plan = plan;
        this.settings = settings;
        here = new VirtualMachine(image, settings);
        source = new HardwareMonitor(here, Method.VMX);
    }

    /** Pre-copy. */
    public static Report preCopy(GuestImage image, Plan plan, Settings settings) {
        return new Migration(image, plan, settings).preCopy();
    }

    /** Post-copy. */
    public static Report postCopy(GuestImage image, Plan plan, Settings settings) {
        return new Migration(image, plan, settings).postCopy();
    }

    private @Nullable Report start() {
        if (!plan.sharedStorage()) {
            return Report.refusal("the disk image lies on a disk of this host alone: the other host can't open it;"
                    + " put it on shared storage (NFS, iSCSI, Ceph), or copy the disk too");
        }
        Ending early = source.runFor(plan.warmUp());
        return early == null
                ? null
                : Report.refusal("the guest came to its end before the migration began: " + early.text());
    }

    private Report preCopy() {
        Report refused = start();
        if (refused != null) {
            return refused;
        }
        VirtualMachine there = new VirtualMachine(image, settings);
        wipe(there);
        List<Round> rounds = new ArrayList<>();
        here.memory().takeDirty();
        source.flush();
        List<Long> pages = here.memory().used();
        long sent = 0;
        long total = 0;
        boolean fits = false;
        Ending ended = null;
        while (!fits && rounds.size() < plan.rounds() && ended == null) {
            // What is sent is what memory holds at the round's begin; what changes after that is dirty.
            send(pages, there);
            long time = plan.nanoseconds(pages.size() * PAGE);
            ended = source.runFor(Math.max(1, time));
            List<Long> dirty = here.memory().takeDirty();
            source.flush();
            rounds.add(new Round(rounds.size() + 1, pages.size(), time, dirty.size()));
            sent += pages.size() * PAGE;
            total += time;
            pages = dirty;
            fits = stopTime(dirty.size()) <= plan.downtime();
        }
        if (ended != null) {
            return new Report(
                    "", rounds, false, 0, 0, 0, total, sent, ended, here.board().output());
        }
        send(pages, there);
        sent += pages.size() * PAGE + STATE_BYTES;
        HardwareMonitor target = new HardwareMonitor(there, Method.VMX);
        there.board().take(here.board());
        target.resume(source);
        long downtime = stopTime(pages.size());
        Ending ending = target.run();
        return new Report(
                "",
                rounds,
                fits,
                downtime,
                0,
                0,
                total + downtime,
                sent,
                ending,
                there.board().output());
    }

    private Report postCopy() {
        Report refused = start();
        if (refused != null) {
            return refused;
        }
        VirtualMachine there = new VirtualMachine(image, settings);
        wipe(there);
        for (long page = 0; page < there.memory().bytes(); page += PAGE) {
            there.memory().remove(page);
        }
        HardwareMonitor target = new HardwareMonitor(there, Method.VMX);
        there.board().take(here.board());
        target.resume(source);
        long[] fetched = {0};
        target.handler(ExitReason.EPT_VIOLATION, (exit, guest) -> {
            long at = exit instanceof VmExit.Memory memory ? memory.guestPhysical() & -PAGE : -1;
            if (there.memory().host(at) < 0) {
                guest.end(new Ending.Killed("it touched guest-physical " + Hex.of(at), guest.eip()));
                return Action.LEAVE;
            }
            copy(at, there);
            there.memory().restore(at);
            fetched[0]++;
            return Action.RESUME;
        });
        Ending ending = target.run();
        long each = 2 * plan.latency() + plan.nanoseconds(PAGE);
        long downtime = plan.latency() + plan.nanoseconds(STATE_BYTES);
        // What the guest never touches is pushed in the background and hinders nobody.
        long all = here.memory().used().size();
        long total = downtime + Math.max(fetched[0] * each, plan.nanoseconds(all * PAGE));
        return new Report(
                "",
                List.of(),
                true,
                downtime,
                fetched[0],
                fetched[0] * each,
                total,
                Math.max(all, fetched[0]) * PAGE + STATE_BYTES,
                ending,
                there.board().output());
    }

    private long stopTime(long pages) {
        return plan.latency() + plan.nanoseconds(pages * PAGE + STATE_BYTES);
    }

    /** The other host's guest memory is empty until pages arrive. */
    private void wipe(VirtualMachine there) {
        for (long page = 0; page < there.memory().bytes(); page += PAGE) {
            there.machine().clearFrame(there.memory().host(page));
        }
    }

    private void send(List<Long> pages, VirtualMachine there) {
        pages.forEach(page -> copy(page, there));
    }

    private void copy(long page, VirtualMachine there) {
        for (long at = page; at < page + PAGE; at += 8) {
            there.machine()
                    .writeLong(
                            there.memory().host(at),
                            here.machine().readLong(here.memory().host(at)));
        }
    }
}
