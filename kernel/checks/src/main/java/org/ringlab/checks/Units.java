package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Units of numbers: each belongs to a dimension and is a multiple of that dimension's base. */
final class Units {
    /**
     * A unit.
     *
     * @param name as written
     * @param dimension units of one dimension convert into each other
     * @param factor how many base units it is
     */
    record Unit(String name, String dimension, double factor) {}

    private static final List<Unit> ALL = List.of(
            new Unit("B", "bytes", 1),
            new Unit("kB", "bytes", 1e3),
            new Unit("KB", "bytes", 1e3),
            new Unit("MB", "bytes", 1e6),
            new Unit("GB", "bytes", 1e9),
            new Unit("TB", "bytes", 1e12),
            new Unit("KiB", "bytes", 0x1p10),
            new Unit("MiB", "bytes", 0x1p20),
            new Unit("GiB", "bytes", 0x1p30),
            new Unit("TiB", "bytes", 0x1p40),
            new Unit("bit", "bits", 1),
            new Unit("bit/s", "rate", 1),
            new Unit("kbit/s", "rate", 1e3),
            new Unit("Mbit/s", "rate", 1e6),
            new Unit("Gbit/s", "rate", 1e9),
            new Unit("ns", "time", 1e-9),
            new Unit("us", "time", 1e-6),
            new Unit("ms", "time", 1e-3),
            new Unit("s", "time", 1),
            new Unit("min", "time", 60),
            new Unit("%", "percent", 1),
            new Unit("bytes", "bytes", 1));

    private Units() {}

    /** The unit called {@code name}. */
    static Optional<Unit> find(String name) {
        return ALL.stream().filter(unit -> unit.name().equals(name)).findFirst();
    }

    /** All names, for a hint. */
    static String known() {
        List<String> names = new ArrayList<>();
        ALL.forEach(unit -> names.add(unit.name()));
        return "one of " + String.join(", ", names);
    }
}
