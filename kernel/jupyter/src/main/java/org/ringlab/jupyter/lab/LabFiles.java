package org.ringlab.jupyter.lab;

import java.util.List;
import java.util.Optional;

/** Where lab files and public exercises come from: the service, or the notebook's folder. */
public interface LabFiles {
    /** The text of a file by its relative name, with slashes; empty where there is none. */
    Optional<String> read(String name);

    /** Relative names of all lab files and exercises, sorted. */
    List<String> names();

    /** The lab files among {@link #names}. */
    default List<String> labs() {
        return names().stream().filter(name -> !name.startsWith("exercises/")).toList();
    }

    /** The ids of the exercises among {@link #names}, without the lesson's. */
    default List<String> exercises() {
        return names().stream()
                .filter(name -> name.matches("exercises/[^/]+/exercise\\.yaml"))
                .map(name -> name.split("/")[1])
                .toList();
    }
}
