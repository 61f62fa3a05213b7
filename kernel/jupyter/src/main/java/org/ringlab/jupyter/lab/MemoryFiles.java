package org.ringlab.jupyter.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Files that came with the start of a session.
 *
 * @param files name → text
 */
public record MemoryFiles(Map<String, String> files) implements LabFiles {
    /** Keeps a copy. */
    public MemoryFiles {
        files = Map.copyOf(files);
    }

    @Override
    public Optional<String> read(String name) {
        return Optional.ofNullable(files.get(name));
    }

    @Override
    public List<String> names() {
        return files.keySet().stream().sorted().toList();
    }
}
