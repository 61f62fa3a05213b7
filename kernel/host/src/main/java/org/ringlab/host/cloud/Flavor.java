package org.ringlab.host.cloud;

import java.util.List;
import java.util.Optional;

/**
 * The size of a guest.
 *
 * @param id its number
 * @param name {@code m1.tiny}
 * @param ram MiB of memory
 * @param disk GiB of disk
 * @param vcpus virtual processors
 */
public record Flavor(String id, String name, int ram, int disk, int vcpus) {
    /** Those a new cloud has. */
    public static final List<Flavor> ALL = List.of(
            new Flavor("1", "m1.tiny", 512, 1, 1),
            new Flavor("2", "m1.small", 2048, 20, 1),
            new Flavor("3", "m1.medium", 4096, 40, 2),
            new Flavor("4", "m1.large", 8192, 80, 4),
            new Flavor("5", "m1.xlarge", 16_384, 160, 8));

    /** The one of that name or number. */
    public static Optional<Flavor> find(String word) {
        return ALL.stream()
                .filter(f -> f.name().equals(word) || f.id().equals(word))
                .findFirst();
    }
}
