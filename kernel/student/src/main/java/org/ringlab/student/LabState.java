package org.ringlab.student;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.LoggedCommand;
import org.ringlab.jupyter.lab.SavedLab;
import org.ringlab.jupyter.lab.SavedLabJson;

/** A lab's state in a file: what was typed since it booted, which makes it again. */
final class LabState {
    private LabState() {}

    /** A lab booted, with what a file says typed again; a file that isn't there yet says nothing. Empty where it is none. */
    static Optional<Lab> restore(LabSpec spec, Path file) throws IOException {
        List<LoggedCommand> log = List.of();
        if (Files.exists(file)) {
            Optional<SavedLab> saved = parse(Files.readString(file, StandardCharsets.UTF_8));
            if (saved.isEmpty()) {
                return Optional.empty();
            }
            log = saved.get().log();
        }
        Lab lab = Lab.boot(spec);
        for (LoggedCommand command : log) {
            if (lab.hasHost(command.host())) {
                lab.run(command.host(), command.script());
            }
        }
        return Optional.of(lab);
    }

    private static Optional<SavedLab> parse(String text) {
        try {
            return JsonParser.parseString(text) instanceof JsonObject object
                    ? SavedLabJson.read(object)
                    : Optional.empty();
        } catch (JsonParseException broken) {
            return Optional.empty();
        }
    }

    /** Writes what was typed. */
    static void save(Lab lab, Path file) throws IOException {
        JsonObject state = SavedLabJson.write(new SavedLab(lab.spec().name(), lab.log(), false));
        Files.writeString(file, state + "\n", StandardCharsets.UTF_8);
    }
}
