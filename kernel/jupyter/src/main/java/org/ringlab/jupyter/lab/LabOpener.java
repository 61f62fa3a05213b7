package org.ringlab.jupyter.lab;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.ringlab.host.LabSpec;
import org.ringlab.labfile.LabFile;

/** Finds lab files by the names people give them, and reads them. */
public final class LabOpener {
    private LabOpener() {}

    /**
     * A lab file that was found.
     *
     * @param name its whole name
     * @param parsed what is in it
     */
    public record Opened(String name, LabSpec.Parsed parsed) {}

    /** The lab of that name: {@code labs/three-hosts.yaml}, {@code three-hosts.yaml} or {@code three-hosts}. */
    public static Optional<Opened> open(LabFiles files, String name) {
        List<String> candidates = Stream.of("", "labs/")
                .flatMap(folder -> Stream.of("", ".yaml", ".yml").map(ending -> folder + name + ending))
                .toList();
        for (String candidate : candidates) {
            Optional<String> text = files.read(candidate);
            if (text.isPresent()) {
                LabSpec.Parsed parsed =
                        candidate.endsWith(".json") ? LabFile.json(text.get()) : LabFile.yaml(text.get());
                return Optional.of(new Opened(candidate, parsed));
            }
        }
        return Optional.empty();
    }
}
