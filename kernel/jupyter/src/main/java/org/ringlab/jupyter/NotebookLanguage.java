package org.ringlab.jupyter;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ringlab.display.Language;

/**
 * The language of a notebook that no service hosts. Clients don't say which notebook runs; Jupyter's server puts its path
 * into the environment, others (nbconvert, editors) at least start the kernel in its folder.
 *
 * @param environment the kernel's environment
 * @param folder where the kernel runs: the notebook's folder
 */
record NotebookLanguage(Map<String, String> environment, Path folder) {
    /** The variable that holds the notebook's path. */
    static final String SESSION_NAME = "JPY_SESSION_NAME";

    /** Lessons are named {@code NAME.zh.ipynb}; copies {@code NAME.zh-Copy1.ipynb} or {@code NAME.zh (1).ipynb}. */
    private static final Pattern IN_NAME = Pattern.compile("\\.(zh|en)(?=[^A-Za-z0-9])[^/\\\\]*\\.ipynb$");

    private static final int MAX_BYTES = 20_000_000;

    /** By the notebook's metadata, its name, the only language among the folder's notebooks, or else the environment. */
    Language find() {
        String path = environment.getOrDefault(SESSION_NAME, "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        return (name.endsWith(".ipynb") ? of(name) : ofFolder())
                .or(this::ofEnvironment)
                .orElseGet(() -> Language.of(Locale.getDefault().getLanguage()));
    }

    private Optional<Language> of(String file) {
        return inside(file).or(() -> {
            Matcher matcher = IN_NAME.matcher(file);
            return matcher.find() ? Optional.of(Language.of(matcher.group(1))) : Optional.empty();
        });
    }

    /** {@code "ringlab": {"language": "zh"}} in the metadata of our lessons. */
    private Optional<Language> inside(String file) {
        try {
            Path notebook = folder.resolve(file);
            if (!Files.isRegularFile(notebook) || Files.size(notebook) > MAX_BYTES) {
                return Optional.empty();
            }
            JsonObject whole =
                    JsonParser.parseString(Files.readString(notebook)).getAsJsonObject();
            JsonObject own = whole.getAsJsonObject("metadata").getAsJsonObject("ringlab");
            return own == null || !own.has("language")
                    ? Optional.empty()
                    : Optional.of(Language.of(own.get("language").getAsString()));
        } catch (IOException | RuntimeException otherForm) {
            return Optional.empty(); // somebody else's notebook, or one being written just now
        }
    }

    private Optional<Language> ofFolder() {
        Set<Language> languages = new TreeSet<>();
        try (DirectoryStream<Path> notebooks = Files.newDirectoryStream(folder, "*.ipynb")) {
            for (Path notebook : notebooks) {
                of(notebook.getFileName().toString()).ifPresent(languages::add);
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return languages.size() == 1 ? languages.stream().findFirst() : Optional.empty();
    }

    /** In the order of POSIX. */
    private Optional<Language> ofEnvironment() {
        return Stream.of("LC_ALL", "LC_MESSAGES", "LANG")
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(Language::of);
    }
}
