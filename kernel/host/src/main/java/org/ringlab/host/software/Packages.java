package org.ringlab.host.software;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is installed on a host. Where a lab file doesn't say, everything simulated is. */
public final class Packages {
    private final boolean everything;
    /** Names, never changed but replaced: most hosts of most labs share one set. */
    private SortedSet<String> installed;

    /**
     * A fresh host.
     *
     * @param chosen what is installed beside the minimal installation; empty for everything
     */
    public Packages(Optional<List<String>> chosen) {
        everything = chosen.isEmpty();
        installed = chosen.isEmpty() ? Repository.everything() : new TreeSet<>();
        chosen.ifPresent(names -> {
            add(Repository.minimal());
            add(needed(names));
        });
    }

    /** Whether the lab file left the choice open: then all programs are there whatever is removed. */
    public boolean isEverything() {
        return everything;
    }

    /** Whether a package is installed. */
    public boolean has(String name) {
        return installed.contains(name);
    }

    /** The installed ones by name. */
    public List<Package> all() {
        return installed.stream()
                .flatMap(name -> Repository.find(name).stream())
                .toList();
    }

    /** These and what they need, as far as it isn't installed: in the order of names given, needs behind. */
    public List<Package> needed(List<String> names) {
        Set<Package> found = new LinkedHashSet<>();
        List<String> open = new ArrayList<>(names);
        for (int i = 0; i < open.size(); i++) {
            if (!installed.contains(open.get(i))) {
                Repository.find(open.get(i)).filter(found::add).ifPresent(p -> open.addAll(p.requires()));
            }
        }
        return List.copyOf(found);
    }

    /** These and what can't be without them. */
    public List<Package> needing(List<String> names) {
        Set<String> gone = new LinkedHashSet<>(names);
        boolean more = true;
        while (more) {
            more = false;
            for (Package each : all()) {
                more |= each.requires().stream().anyMatch(gone::contains) && gone.add(each.name());
            }
        }
        return gone.stream()
                .filter(this::has)
                .flatMap(name -> Repository.find(name).stream())
                .toList();
    }

    /** Installs. */
    public void add(List<Package> packages) {
        SortedSet<String> more = new TreeSet<>(installed);
        packages.forEach(p -> more.add(p.name()));
        installed = more;
    }

    /** Removes. */
    public void remove(List<Package> packages) {
        SortedSet<String> rest = new TreeSet<>(installed);
        packages.forEach(p -> rest.remove(p.name()));
        installed = rest;
    }

    /** Whether a program is there. */
    public boolean brings(String command) {
        return Repository.bringing(command).map(p -> has(p.name())).orElse(true);
    }

    /** Whether a service's package is there. */
    public boolean bringsUnit(String unit) {
        return switch (unit) {
            case "libvirtd" -> has("libvirt-daemon");
            case "iptables" -> has("iptables-services");
            case "NetworkManager", "firewalld", "dnsmasq", "acpid", "docker", "kubelet" -> has(unit);
            case "mesos-master", "mesos-slave" -> has("mesos");
            case "marathon" -> has("marathon");
            default -> true;
        };
    }
}
