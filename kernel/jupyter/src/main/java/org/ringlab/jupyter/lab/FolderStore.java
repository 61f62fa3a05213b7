package org.ringlab.jupyter.lab;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the lab's state in {@code .ringlab/NAME.log.json} beside the notebook.
 *
 * @param folder the notebook's folder
 * @param name the notebook's name without its extension
 * @param log where a failure is told
 */
public record FolderStore(Path folder, String name, Consumer<String> log) implements LabStore {
    @Override
    public void save(SavedLab lab) {
        try {
            Files.createDirectories(file().getParent());
            Path fresh = file().resolveSibling(name + ".log.json.new");
            Files.writeString(fresh, SavedLabJson.write(lab).toString());
            Files.move(fresh, file(), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            log.accept("can't keep the lab's state: " + failed);
        }
    }

    @Override
    public void restarting() {
        load().map(SavedLab::beforeRestart).ifPresent(this::save);
    }

    @Override
    public Optional<SavedLab> load() {
        try {
            return Files.exists(file())
                    ? SavedLabJson.read(
                            JsonParser.parseString(Files.readString(file())).getAsJsonObject())
                    : Optional.empty();
        } catch (IOException | RuntimeException failed) {
            log.accept("can't read the lab's state: " + failed);
            return Optional.empty();
        }
    }

    private Path file() {
        return folder.resolve(".ringlab").resolve(name + ".log.json");
    }
}
