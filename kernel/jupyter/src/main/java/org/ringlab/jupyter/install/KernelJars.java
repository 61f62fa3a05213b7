package org.ringlab.jupyter.install;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.ringlab.jupyter.KernelMain;

/**
 * The jars a kernel needs, and no others: whoever installs a kernel may be running from a class path that holds the
 * staff's tools too.
 */
public final class KernelJars {
    /** One class of each jar; those of the JDK and annotations need none. */
    private static final List<Class<?>> ONE_OF_EACH = List.of(
            KernelMain.class,
            org.ringlab.display.Language.class,
            org.ringlab.checks.CheckRunner.class,
            org.ringlab.javaanswer.JavaSource.class,
            org.ringlab.proof.Proof.class,
            org.ringlab.labfile.LabFile.class,
            org.ringlab.host.Lab.class,
            org.ringlab.virt.image.DiskImage.class,
            org.ringlab.hypervisor.Hypervisor.class,
            org.ringlab.cpu.core.Cpu.class,
            org.ringlab.mmu.paging.Walker.class,
            org.ringlab.netfilter.event.PacketEvent.class,
            org.ringlab.common.Span.class,
            io.github.spencerpark.jupyter.messages.Message.class,
            com.google.gson.Gson.class,
            org.zeromq.ZContext.class,
            com.fasterxml.jackson.core.JsonFactory.class,
            com.fasterxml.jackson.databind.ObjectMapper.class,
            com.fasterxml.jackson.annotation.JsonProperty.class,
            com.fasterxml.jackson.dataformat.yaml.YAMLFactory.class,
            org.yaml.snakeyaml.Yaml.class);

    private KernelJars() {}

    /**
     * Copies the jars into a folder; classes that the build left in a folder are packed first.
     *
     * @return the copies, in the order of the class path
     * @throws IOException where one can't be read or written
     */
    public static List<Path> copyTo(Path folder) throws IOException {
        Files.createDirectories(folder);
        Set<Path> sources = new LinkedHashSet<>();
        for (Class<?> each : ONE_OF_EACH) {
            sources.add(location(each));
        }
        List<Path> copies = new ArrayList<>();
        for (Path source : sources) {
            if (Files.isDirectory(source)) {
                copies.add(pack(source, folder.resolve("classes-" + (copies.size() + 1) + ".jar")));
            } else {
                Path copy = folder.resolve(source.getFileName().toString());
                copies.add(Files.copy(
                        source, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES));
            }
        }
        return List.copyOf(copies);
    }

    private static Path location(Class<?> each) throws IOException {
        CodeSource source = each.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IOException("nobody knows where " + each.getName() + " was loaded from");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }

    private static Path pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream zip = new JarOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                zip.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                try (InputStream in = Files.newInputStream(file)) {
                    in.transferTo(zip);
                }
                zip.closeEntry();
            }
        }
        return jar;
    }
}
