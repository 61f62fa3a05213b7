package org.ringlab.virt.virsh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every command of virsh, in the groups that {@code virsh help} shows. */
final class VirshCommands {
    private static final List<Group> GROUPS = List.of(
            new Group("Domain Management", "domain", domain()),
            new Group("Domain Monitoring", "monitor", MonitorCommands.all()),
            new Group("Host and Hypervisor", "host", HostCommands.all()),
            new Group("Interface", "interface", HostCommands.interfaces()),
            new Group("Network Filter", "filter", HostCommands.filters()),
            new Group("Networking", "network", NetworkCommands.all()),
            new Group("Node Device", "nodedev", NodeDeviceCommands.all()),
            new Group("Secret", "secret", HostCommands.secrets()),
            new Group("Snapshot", "snapshot", SnapshotCommands.all()),
            new Group("Storage Pool", "pool", PoolCommands.all()),
            new Group("Storage Volume", "volume", VolumeCommands.all()),
            new Group("Virsh itself", "virsh", HelpCommands.all()));
    private static final Map<String, VirshCommand> BY_NAME = index();

    private VirshCommands() {}

    /**
     * Commands that belong together.
     *
     * @param title its heading
     * @param keyword what {@code virsh help} takes
     * @param commands in the order of names
     */
    record Group(String title, String keyword, List<VirshCommand> commands) {}

    private static List<VirshCommand> domain() {
        List<VirshCommand> all = new ArrayList<>(LifeCommands.all());
        all.addAll(SaveCommands.all());
        all.addAll(TuneCommands.all());
        all.addAll(DeviceCommands.all());
        all.addAll(EditCommands.all());
        all.addAll(MigrateCommand.all());
        all.sort((a, b) -> a.name().compareTo(b.name()));
        return List.copyOf(all);
    }

    private static Map<String, VirshCommand> index() {
        Map<String, VirshCommand> byName = new LinkedHashMap<>();
        GROUPS.forEach(g -> g.commands().forEach(c -> byName.put(c.name(), c)));
        return byName;
    }

    static List<Group> groups() {
        return GROUPS;
    }

    static List<VirshCommand> all() {
        return List.copyOf(BY_NAME.values());
    }

    static Optional<VirshCommand> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
