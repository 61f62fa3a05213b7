package org.ringlab.jupyter.install;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.ringlab.jupyter.KernelMain;

/** Writes the folder by which Jupyter finds the kernel: {@code kernel.json}, a logo, the jars, the AOT cache. */
public final class KernelSpecInstaller {
    /** The kernel's name for Jupyter. */
    public static final String NAME = "ringlab";

    private static final String LOGO = "logo-svg.svg";

    private final Path java;

    /** For kernels that run on {@code java}. */
    public KernelSpecInstaller(Path java) {
        this.java = java;
    }

    /**
     * What was installed.
     *
     * @param folder where
     * @param cached whether with an AOT cache
     */
    public record Installed(Path folder, boolean cached) {}

    /**
     * Installs into a Jupyter data folder, over an earlier installation.
     *
     * @param data the folder that holds, or will hold, {@code kernels}
     * @throws IOException where something can't be written
     */
    public Installed install(Path data) throws IOException {
        Path folder = data.toAbsolutePath().normalize().resolve("kernels").resolve(NAME);
        List<Path> jars = KernelJars.copyTo(Files.createDirectories(folder).resolve("lib"));
        Path cache = folder.resolve("kernel.aot");
        Files.deleteIfExists(cache);
        boolean cached = AotCache.make(java, jars, cache);
        try (InputStream logo = KernelSpecInstaller.class.getResourceAsStream(LOGO)) {
            if (logo != null) {
                Files.copy(logo, folder.resolve(LOGO), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.writeString(
                folder.resolve("kernel.json"), kernelJson(jars, cached ? JvmFlags.with(cache) : JvmFlags.plain()));
        return new Installed(folder, cached);
    }

    private String kernelJson(List<Path> jars, List<String> flags) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(flags);
        command.addAll(List.of("-cp", AotCache.classPath(jars), KernelMain.class.getName(), "{connection_file}"));
        JsonArray argv = new JsonArray();
        command.forEach(argv::add);
        JsonObject spec = new JsonObject();
        spec.add("argv", argv);
        spec.addProperty("display_name", "Ringlab");
        spec.addProperty("language", "java");
        spec.addProperty("interrupt_mode", "message");
        spec.addProperty("kernel_protocol_version", "5.4");
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(spec)
                + "\n";
    }
}
