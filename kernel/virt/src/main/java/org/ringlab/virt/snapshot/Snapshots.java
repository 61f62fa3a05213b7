package org.ringlab.virt.snapshot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The snapshots of a guest that libvirt knows: a tree with one that is current. */
public final class Snapshots {
    private final Map<String, Snapshot> all = new TreeMap<>();
    private Optional<String> current = Optional.empty();

    /** All, by name. */
    public Collection<Snapshot> all() {
        return Collections.unmodifiableCollection(all.values());
    }

    /** The snapshot of that name. */
    public Optional<Snapshot> find(String name) {
        return Optional.ofNullable(all.get(name));
    }

    /** The one that the guest goes on from. */
    public Optional<Snapshot> current() {
        return current.flatMap(this::find);
    }

    /** Adds one and makes it current. */
    public void add(Snapshot snapshot) {
        all.put(snapshot.name(), snapshot);
        current = Optional.of(snapshot.name());
    }

    /** Makes one current. */
    public void setCurrent(Snapshot snapshot) {
        current = Optional.of(snapshot.name());
    }

    /** Those whose parent is {@code name}. */
    public List<Snapshot> children(String name) {
        return all.values().stream()
                .filter(s -> s.parent().filter(name::equals).isPresent())
                .toList();
    }

    /** All below one. */
    public List<Snapshot> descendants(String name) {
        List<Snapshot> found = new ArrayList<>();
        for (Snapshot child : children(name)) {
            found.add(child);
            found.addAll(descendants(child.name()));
        }
        return found;
    }

    /** Removes one; its children go to its parent, which is current where it was. */
    public void remove(Snapshot snapshot) {
        all.remove(snapshot.name());
        all.replaceAll(
                (name, s) -> s.parent().filter(snapshot.name()::equals).isPresent() ? s.under(snapshot.parent()) : s);
        if (current.filter(snapshot.name()::equals).isPresent()) {
            current = snapshot.parent();
        }
    }

    /** Forgets all. */
    public void clear() {
        all.clear();
        current = Optional.empty();
    }
}
