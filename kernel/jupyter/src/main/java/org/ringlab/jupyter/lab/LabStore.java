package org.ringlab.jupyter.lab;

import java.util.Optional;

/** Keeps the lab's state outside the kernel, so that it outlives it. */
public interface LabStore {
    /** Keeps the state; a failure is logged and costs no more than that. */
    void save(SavedLab lab);

    /** Notes that the user restarts the kernel, so that the next one asks before it returns to the lab. */
    void restarting();

    /** What was kept when the kernel started; empty where nothing was. */
    Optional<SavedLab> load();
}
