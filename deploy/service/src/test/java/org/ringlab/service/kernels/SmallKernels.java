package org.ringlab.service.kernels;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A distribution of {@link SmallKernel}, as the build makes one of the real kernel. */
public final class SmallKernels {
    /** What a kernel of this distribution runs. */
    public static final String MAIN_CLASS = SmallKernel.class.getName();

    private SmallKernels() {}

    /**
     * Packs the kernel.
     *
     * @param folder where to put {@code lib/small.jar}
     * @return the folder
     */
    public static Path distribution(Path folder) throws IOException {
        String entry = SmallKernel.class.getName().replace('.', '/') + ".class";
        Files.createDirectories(folder.resolve("lib"));
        try (InputStream bytes = SmallKernel.class.getResourceAsStream("SmallKernel.class");
                JarOutputStream jar = new JarOutputStream(Files.newOutputStream(folder.resolve("lib/small.jar")))) {
            if (bytes == null) {
                return fail("no class file");
            }
            jar.putNextEntry(new JarEntry(entry));
            bytes.transferTo(jar);
        }
        return folder;
    }

    /**
     * Settings for tests: two kernels a student, three in all.
     *
     * @param folder an empty folder
     * @param warm kernels kept ready
     * @return the settings
     */
    public static KernelSettings settings(Path folder, int warm) throws IOException {
        return new KernelSettings(
                distribution(folder.resolve("dist")),
                SmallKernel.class.getName(),
                Path.of(System.getProperty("java.home")),
                Files.createTempDirectory("ringlab-test-"),
                Optional.empty(),
                58500,
                warm,
                3,
                2,
                Duration.ofMinutes(30),
                new KernelSettings.Limits(128, 110, 4096, 60, 64, 256, 8),
                false);
    }
}
