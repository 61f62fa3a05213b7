package org.ringlab.jupyter.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringlab.host.LoggedCommand;

/** The lab's state beside a notebook on a student's own machine. */
class FolderStoreTest {
    private static final SavedLab LAB = new SavedLab("labs/two.yaml", List.of(new LoggedCommand("a", "ls")), false);

    @TempDir
    private Path folder;

    private final List<String> log = new ArrayList<>();

    @Test
    void aRestartIsNotedUntilTheLabChangesAgain() {
        FolderStore store = new FolderStore(folder, "lesson.zh", log::add);
        store.restarting();
        assertEquals(Optional.empty(), store.load());
        store.save(LAB);
        assertEquals(Optional.of(LAB), store.load());
        store.restarting();
        assertEquals(Optional.of(LAB.beforeRestart()), new FolderStore(folder, "lesson.zh", log::add).load());
        store.save(LAB);
        assertEquals(Optional.of(LAB), store.load());
        assertEquals(List.of(), log);
    }
}
