package org.ringlab.jupyter.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelSpecInstallerTest {
    @TempDir
    private Path data;

    @Test
    void theSpecificationNamesAKernelThatStands() throws IOException {
        // A java that can't run makes no cache; the kernel is installed all the same.
        KernelSpecInstaller.Installed installed = new KernelSpecInstaller(Path.of("no-such-java")).install(data);
        assertFalse(installed.cached());
        Path folder = data.toAbsolutePath().normalize().resolve("kernels").resolve("ringlab");
        assertEquals(folder, installed.folder());
        JsonObject spec = JsonParser.parseString(Files.readString(folder.resolve("kernel.json")))
                .getAsJsonObject();
        assertEquals("message", spec.get("interrupt_mode").getAsString());
        assertTrue(spec.get("argv").toString().contains("{connection_file}"));
        assertFalse(spec.get("argv").toString().contains("AOTCache"));
        assertTrue(Files.exists(folder.resolve("logo-svg.svg")));
        String jars = spec.get("argv").toString();
        assertTrue(jars.contains("jupyter-jvm-basekernel"), jars);
    }

    /** A module that nobody named would be missing in the student's kernel only, and only once it is asked for. */
    @Test
    void everyModuleIsCopied() throws IOException {
        Set<String> copied = new TreeSet<>();
        for (Path jar : KernelJars.copyTo(data)) {
            try (JarFile open = new JarFile(jar.toFile())) {
                open.stream().map(JarEntry::getName).forEach(copied::add);
            }
        }
        List<String> missing = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path classes = Path.of(part);
            if (Files.isDirectory(classes) && classes.endsWith(Path.of("target", "classes"))) {
                try (Stream<Path> files = Files.walk(classes)) {
                    files.filter(file -> file.toString().endsWith(".class"))
                            .map(file -> classes.relativize(file).toString().replace('\\', '/'))
                            .filter(name -> !copied.contains(name))
                            .findAny()
                            .ifPresent(missing::add);
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void jupytersFoldersAreThoseOfItsDocumentation() {
        Path home = Path.of("home");
        assertEquals(home.resolve(".local/share/jupyter"), JupyterFolders.user(Map.of(), home, "Linux"));
        assertEquals(home.resolve("Library/Jupyter"), JupyterFolders.user(Map.of(), home, "Mac OS X"));
        assertEquals(Path.of("x", "jupyter"), JupyterFolders.user(Map.of("XDG_DATA_HOME", "x"), home, "Linux"));
        assertEquals(Path.of("d"), JupyterFolders.user(Map.of("JUPYTER_DATA_DIR", "d"), home, "Linux"));
        assertEquals(Path.of("p/share/jupyter"), JupyterFolders.under(Path.of("p")));
    }
}
