package org.ringlab.host.software;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The packages of CentOS 7.9 that the course needs ({@link PackageList}), and their groups. */
public final class Repository {
    private static final Map<String, Package> ALL = index(PackageList.INSTALLABLE);
    private static final Map<String, List<String>> GROUPS = groups();
    private static final Map<String, Package> BY_NAME = byName();
    private static final Map<String, Package> BY_COMMAND = byCommand();
    private static final SortedSet<String> EVERYTHING =
            Collections.unmodifiableSortedSet(new TreeSet<>(BY_NAME.keySet()));

    private Repository() {}

    /** The minimal installation's packages, too; where both have a name, it is the one that can be installed. */
    private static Map<String, Package> byName() {
        Map<String, Package> byName = new HashMap<>();
        PackageList.MINIMAL.forEach(p -> byName.put(p.name(), p));
        byName.putAll(ALL);
        return byName;
    }

    private static Map<String, Package> byCommand() {
        Map<String, Package> byCommand = new HashMap<>();
        ALL.values().forEach(p -> p.commands().forEach(c -> byCommand.putIfAbsent(c, p)));
        return byCommand;
    }

    private static Map<String, Package> index(List<Package> packages) {
        Map<String, Package> byName = new LinkedHashMap<>();
        packages.stream().sorted(Comparator.comparing(Package::name)).forEach(p -> byName.put(p.name(), p));
        return byName;
    }

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("GNOME Desktop", List.of("gdm", "gnome-shell"));
        groups.put("Virtualization Host", List.of("libvirt", "qemu-kvm", "virt-install"));
        groups.put("Virtualization Client", List.of("virt-install", "virt-manager", "virt-viewer"));
        groups.put("Virtualization Platform", List.of("libvirt", "libvirt-client"));
        groups.put("Virtualization Tools", List.of("libvirt-client", "qemu-img"));
        return groups;
    }

    /** The package of that name, whether installed or not. */
    public static Optional<Package> find(String name) {
        Package found = BY_NAME.get(name);
        if (found == null) {
            found = BY_NAME.get(withoutArchitecture(name));
        }
        return Optional.ofNullable(found);
    }

    private static String withoutArchitecture(String name) {
        for (String architecture : List.of(".x86_64", ".noarch")) {
            if (name.endsWith(architecture)) {
                return name.substring(0, name.length() - architecture.length());
            }
        }
        return name;
    }

    /** The names of everything, for a host whose lab file leaves the choice open; every lab starts with it. */
    static SortedSet<String> everything() {
        return EVERYTHING;
    }

    /** All that can be installed, by name. */
    public static List<Package> all() {
        return List.copyOf(ALL.values());
    }

    /** What the minimal installation holds. */
    static List<Package> minimal() {
        return PackageList.MINIMAL;
    }

    /** The packages of a group; empty where there is none of that name. */
    public static Optional<List<String>> group(String name) {
        return GROUPS.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(name)
                        || e.getKey().replace(' ', '-').equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** CentOS 7's environments, as {@code yum grouplist} names them; those that {@link #group} doesn't know are names only. */
    public static final List<String> ENVIRONMENTS = List.of(
            "Minimal Install",
            "Compute Node",
            "Infrastructure Server",
            "File and Print Server",
            "Basic Web Server",
            "Virtualization Host",
            "Server with GUI",
            "GNOME Desktop",
            "KDE Plasma Workspaces",
            "Development and Creative Workstation");

    /** Its groups that are shown. */
    public static final List<String> GROUPS_SHOWN = List.of(
            "Compatibility Libraries",
            "Console Internet Tools",
            "Development Tools",
            "Graphical Administration Tools",
            "Legacy UNIX Compatibility",
            "Scientific Support",
            "Security Tools",
            "Smart Card Support",
            "System Administration Tools",
            "System Management");

    /** Groups that only {@code yum grouplist hidden} shows. */
    public static List<String> hiddenGroups() {
        return GROUPS.keySet().stream().filter(g -> !ENVIRONMENTS.contains(g)).toList();
    }

    /** The package that brings a program; empty for those of the minimal installation. */
    static Optional<Package> bringing(String command) {
        return Optional.ofNullable(BY_COMMAND.get(command));
    }
}
