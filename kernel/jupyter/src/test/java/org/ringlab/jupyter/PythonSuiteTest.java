package org.ringlab.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ringlab.jupyter.install.KernelSpecInstaller;

/**
 * Runs jupyter-kernel-test and nbclient against the kernel, installed into a folder of its own. The Python with both
 * packages is named by the property {@code ringlab.python} or the variable {@code RINGLAB_PYTHON}.
 */
final class PythonSuiteTest {
    @TempDir
    private Path folder;

    @Test
    void jupytersOwnTestsPass() throws IOException, InterruptedException {
        String python = System.getProperty("ringlab.python", System.getenv().getOrDefault("RINGLAB_PYTHON", "python3"));
        String needs = "import jupyter_kernel_test, nbclient";
        assumeTrue(
                run(List.of(python, "-c", needs)) == 0,
                () -> "no Python with jupyter-kernel-test and nbclient: " + python
                        + " (name one by -Dringlab.python=… or RINGLAB_PYTHON)");
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        new KernelSpecInstaller(java).install(folder.resolve("jupyter"));
        Path suite = Path.of("src", "test", "python", "test_ringlab_kernel.py");
        assertTrue(Files.exists(suite));
        int status = run(List.of(python, suite.toString(), "-v"));
        assertEquals(0, status, () -> output());
    }

    private int run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("JUPYTER_PATH", folder.resolve("jupyter").toString());
        try {
            Process process = builder.start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (IOException noSuchProgram) {
            return 127;
        }
    }

    private String output() {
        try {
            return Files.readString(folder.resolve("output"));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }
}
