package org.ringlab.virt.snapshot;

import java.util.Optional;
import org.ringlab.virt.domain.DomainDef;

/**
 * A snapshot of a guest.
 *
 * @param name its name
 * @param description what a person wrote about it
 * @param created seconds since 1970
 * @param state {@code shutoff}, {@code running}, {@code paused}; {@code disk-snapshot} where only disks were kept
 * @param external whether it went into new files rather than into the images
 * @param parent the snapshot that was current before
 * @param memory what restores the guest; empty where it holds no memory
 * @param def the guest's document then
 */
public record Snapshot(
        String name,
        Optional<String> description,
        long created,
        String state,
        boolean external,
        Optional<String> parent,
        Optional<String> memory,
        DomainDef def) {
    Snapshot under(Optional<String> other) {
        return new Snapshot(name, description, created, state, external, other, memory, def);
    }
}
