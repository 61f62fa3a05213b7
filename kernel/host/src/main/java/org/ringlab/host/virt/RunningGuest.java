package org.ringlab.host.virt;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.namespaces.Task;
import org.ringlab.netfilter.stack.Tap;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.domain.GuestPlan;

/** A QEMU process on a host, and the system in it where there is one. */
final class RunningGuest implements VirtHost.Guest {
    private final HostVirt host;
    private final GuestPlan plan;
    private final Optional<Task> process;
    private final List<String> written;
    private final boolean usesModule;
    private Optional<GuestSystem> system;
    private Optional<Installation> installation = Optional.empty();
    private String firmware = "";
    private Runnable atReboot = () -> {};
    private boolean isPaused;

    RunningGuest(HostVirt host, GuestPlan plan, Optional<GuestSystem> before, boolean paused) {
        this.host = host;
        this.plan = plan;
        written = plan.disks().stream()
                .filter(d -> !d.readOnly() && !d.path().isEmpty())
                .map(GuestPlan.Disk::path)
                .toList();
        host.images().lock(written, true);
        String program = plan.kvm() ? host.qemu().kvmProgram() : host.qemu().program();
        List<String> command = List.of(
                program,
                "-name",
                "guest=" + plan.name() + ",debug-threads=on",
                "-S",
                "-m",
                String.valueOf(plan.memory() / 1024),
                "-smp",
                String.valueOf(plan.processors()),
                "-uuid",
                plan.uuid());
        process = host.machine().processes().fork(host.machine().processes().init(), command, Task.Terminal.NONE);
        usesModule = plan.kvm();
        if (usesModule) {
            host.machine().modules().use(module(), 1);
        }
        isPaused = paused;
        system = before;
        if (before.isPresent()) {
            before.get().attach(host, plan, this::tap);
            before.get().atReboot(() -> atReboot.run());
            before.get().setRunning(!paused);
            before.get().announce();
        } else if (!paused) {
            boot();
        }
    }

    private String module() {
        return host.machine().hardware().cpu().module();
    }

    private Optional<Tap> tap(String name) {
        return host.links().tap(name);
    }

    private void boot() {
        Optional<LabNeighbourhood> lab = host.lab();
        if (lab.isEmpty()) {
            return;
        }
        Firmware bios = new Firmware(host, plan, this::tap);
        switch (bios.start()) {
            case NOTHING -> {}
            case DISK, KERNEL -> {
                GuestSystem booted = GuestSystem.boot(host, lab.get(), plan, this::tap);
                booted.atReboot(() -> atReboot.run());
                system = Optional.of(booted);
            }
            case INSTALLER -> installation = Optional.of(new Installation(host, plan, () -> atReboot.run()));
        }
        firmware = bios.screen();
    }

    @Override
    public void atReboot(Runnable action) {
        atReboot = action;
    }

    @Override
    public boolean powerButton() {
        return hasSystem();
    }

    @Override
    public boolean hasSystem() {
        return system.isPresent() || installation.isPresent();
    }

    @Override
    public void pause() {
        isPaused = true;
        system.ifPresent(s -> s.setRunning(false));
        installation.ifPresent(i -> i.setRunning(false));
    }

    @Override
    public void resume() {
        if (isPaused && !hasSystem()) {
            boot();
        } else if (isPaused) {
            installation.ifPresent(i -> i.setRunning(true));
        }
        isPaused = false;
        system.ifPresent(s -> s.setRunning(true));
    }

    private void endInstallation() {
        installation.ifPresent(i -> i.setRunning(false));
        installation = Optional.empty();
    }

    @Override
    public void reset() {
        system.ifPresent(GuestSystem::end);
        system = Optional.empty();
        endInstallation();
        if (!isPaused) {
            boot();
        }
    }

    @Override
    public String save() {
        return system.map(GuestSystem::suspend).orElse("");
    }

    @Override
    public String console() {
        String said = system.map(GuestSystem::console)
                .or(() -> installation.map(Installation::console))
                .orElse("");
        return plan.boot().contains("network")
                        && plan.kernel().isEmpty()
                        && !plan.nics().isEmpty()
                ? firmware + said
                : said;
    }

    @Override
    public String screen() {
        return firmware
                + system.map(GuestSystem::console)
                        .or(() -> installation.map(Installation::console))
                        .orElse("");
    }

    @Override
    public void plug(GuestPlan.Nic nic) {
        system.ifPresent(s -> s.plug(nic, this::tap));
    }

    @Override
    public void unplug(GuestPlan.Nic nic) {
        system.ifPresent(s -> s.unplug(nic));
    }

    @Override
    public void plugHostDevice(String address) {
        host.pci().card(address).ifPresent(card -> system.ifPresent(s -> s.plug(card)));
    }

    @Override
    public void unplugHostDevice(String address) {
        host.pci().card(address).ifPresent(card -> system.ifPresent(s -> s.unplug(card)));
    }

    /** The system goes to another QEMU. */
    Optional<GuestSystem> letGo() {
        Optional<GuestSystem> leaving = system;
        system = Optional.empty();
        return leaving;
    }

    @Override
    public void stop() {
        system.filter(s -> !s.isSuspended()).ifPresent(GuestSystem::end);
        system = Optional.empty();
        endInstallation();
        host.images().lock(written, false);
        process.ifPresent(host.machine().processes()::exit);
        if (usesModule) {
            host.machine().modules().use(module(), -1);
        }
    }
}
