package org.ringlab.jupyter.install;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** Where Jupyter looks for kernels. */
public final class JupyterFolders {
    private JupyterFolders() {}

    /**
     * The user's data folder: {@code JUPYTER_DATA_DIR}, or the place that the operating system has for such data.
     *
     * @param environment the process's environment
     * @param home the user's home folder
     * @param osName the property {@code os.name}
     */
    public static Path user(Map<String, String> environment, Path home, String osName) {
        String chosen = environment.getOrDefault("JUPYTER_DATA_DIR", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        String os = osName.toLowerCase(Locale.ROOT);
        if (os.contains("mac")) {
            return home.resolve("Library").resolve("Jupyter");
        }
        String appData = environment.getOrDefault("APPDATA", "");
        if (os.contains("windows") && !appData.isEmpty()) {
            return Path.of(appData).resolve("jupyter");
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path data = xdg.isEmpty() ? home.resolve(".local").resolve("share") : Path.of(xdg);
        return data.resolve("jupyter");
    }

    /** The data folder of an installation of Python or Jupyter: {@code PREFIX/share/jupyter}. */
    public static Path under(Path prefix) {
        return prefix.resolve("share").resolve("jupyter");
    }
}
