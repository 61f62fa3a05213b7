package org.ringlab.jupyter.install;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.ringlab.jupyter.KernelMain;

/**
 * The JDK's cache of classes loaded and linked ahead of time, which makes a kernel start in a third of the time. It fits
 * only the JVM, the flags and the jars it was made with.
 */
public final class AotCache {
    private static final int TRAINING_SECONDS = 120;

    private AotCache() {}

    /**
     * Makes a cache by a training run of the kernel.
     *
     * @param java the {@code java} program that will run kernels
     * @param jars the kernel's class path; jars only
     * @param cache the file to write
     * @return whether there is a cache now; a JDK that can't make one, or a failed run, only costs speed
     */
    public static boolean make(Path java, List<Path> jars, Path cache) {
        if (Runtime.version().feature() < JvmFlags.AOT_RELEASE) {
            return false;
        }
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(JvmFlags.making(cache));
        command.addAll(List.of("-cp", classPath(jars), KernelMain.class.getName(), "--train"));
        try {
            Process training = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!training.waitFor(TRAINING_SECONDS, TimeUnit.SECONDS)) {
                training.destroyForcibly();
            }
            return Files.exists(cache);
        } catch (IOException failed) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    static String classPath(List<Path> jars) {
        return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
