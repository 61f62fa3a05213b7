package org.ringlab.service.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.ringlab.checks.Text;
import org.ringlab.service.web.Refusal;

/** The built notebook interface in its folder; see deploy/notebook/README.md for what is there. */
@ApplicationScoped
public class NotebookBundle {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "js", "text/javascript",
            "css", "text/css",
            "svg", "image/svg+xml",
            "json", "application/json",
            "woff2", "font/woff2",
            "woff", "font/woff",
            "ico", "image/x-icon",
            "png", "image/png");

    private final Path folder;
    /** Compressed once each; the bundle's files never change while the service runs. */
    private final Map<String, byte[]> compressed = new ConcurrentHashMap<>();

    NotebookBundle(@ConfigProperty(name = "ringlab.notebook.bundle") Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * A static file.
     *
     * @param bytes what to send
     * @param gzip whether they are compressed
     * @param mediaType what they are
     */
    record Asset(byte[] bytes, boolean gzip, String mediaType) {}

    /** The version that the addresses of static files contain. */
    public String version() {
        return read("manifest.json").path("version").asText();
    }

    /** Addresses of the scripts and styles every page of the interface begins with; none where it isn't built. */
    public List<String> entryAddresses() {
        if (!Files.isRegularFile(folder.resolve("manifest.json"))) {
            return List.of();
        }
        List<String> addresses = new ArrayList<>();
        for (JsonNode name : read("manifest.json").path("entry")) {
            addresses.add("/static/notebook/" + version() + "/" + name.asText());
        }
        return addresses;
    }

    /** Compresses what every page of the interface begins with, so that nobody waits for it. */
    void compressEntries() {
        if (Files.isRegularFile(folder.resolve("manifest.json"))) {
            read("manifest.json").path("entry").forEach(name -> asset(name.asText(), true));
        }
    }

    /** The page's template. */
    public String page() {
        return new String(bytes(folder.resolve("page.html")), StandardCharsets.UTF_8);
    }

    /** What the settings API answers for somebody who changed nothing. */
    public JsonNode settings() {
        return read("settings.json");
    }

    private JsonNode read(String name) {
        try {
            return JSON.readTree(bytes(folder.resolve(name)));
        } catch (IOException e) {
            throw missing();
        }
    }

    private byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw missing();
        }
    }

    private Refusal missing() {
        return new Refusal(
                503,
                new Text(
                        "笔记本界面尚未构建（" + folder + "）。",
                        "The notebook interface is not built in " + folder + " (deploy/notebook/build.sh)."));
    }

    /**
     * A static file of the bundle.
     *
     * @param name path below {@code static/}
     * @param gzip whether the browser takes it compressed
     * @return the file; empty when there is none
     */
    Optional<Asset> asset(String name, boolean gzip) {
        Path root = folder.resolve("static");
        Path file = root.resolve(name).normalize();
        if (!file.startsWith(root) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String extension = name.substring(name.lastIndexOf('.') + 1);
        String type = MEDIA_TYPES.getOrDefault(extension, "application/octet-stream");
        boolean compressible = gzip && !type.startsWith("font/") && !type.equals("image/png");
        return Optional.of(
                compressible
                        ? new Asset(compressed.computeIfAbsent(name, key -> compress(bytes(file))), true, type)
                        : new Asset(bytes(file), false, type));
    }

    private static byte[] compress(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
