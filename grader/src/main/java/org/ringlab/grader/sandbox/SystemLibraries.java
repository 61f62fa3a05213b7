package org.ringlab.grader.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The few files outside a JDK that a JVM needs, so that a sandbox shows these and not all of {@code /usr}: the shared
 * libraries that {@code ldd} lists, and configuration that distributions move to {@code /etc} and link back.
 */
final class SystemLibraries {
    private static final Pattern PATH = Pattern.compile("(/[^\\s:()]+)");
    private static final List<String> NATIVE_PARTS = List.of(
            "bin/java",
            "lib/server/libjvm.so",
            "lib/libjava.so",
            "lib/libnio.so",
            "lib/libnet.so",
            "lib/libzip.so",
            "lib/libjimage.so",
            "lib/libjli.so",
            "lib/libverify.so",
            "lib/libmanagement.so",
            "lib/libextnet.so",
            "lib/libjsig.so",
            "lib/jspawnhelper");

    private SystemLibraries() {}

    /**
     * Shared libraries of a JDK without windows, and of further programs.
     *
     * @param javaHome the JDK
     * @param programs programs that run in the sandbox too
     * @return absolute paths outside the JDK, as the dynamic loader asks for them
     * @throws IOException when {@code ldd} cannot be run
     */
    static Set<Path> of(Path javaHome, List<Path> programs) throws IOException {
        List<String> command = new ArrayList<>(List.of("ldd"));
        NATIVE_PARTS.stream()
                .map(javaHome::resolve)
                .filter(Files::exists)
                .map(Path::toString)
                .forEach(command::add);
        programs.forEach(program -> command.add(program.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Set<Path> found = new TreeSet<>();
        Matcher paths = PATH.matcher(output);
        while (paths.find()) {
            Path path = Path.of(paths.group(1));
            if (!path.startsWith(javaHome) && !programs.contains(path) && Files.isRegularFile(path)) {
                found.add(path);
            }
        }
        return found;
    }

    /**
     * Files outside the JDK that links inside it name (Debian keeps {@code conf} in {@code /etc/java-N-openjdk}).
     *
     * @param javaHome the JDK, a real path
     * @return where the link looks → the real file
     */
    static TreeMap<Path, Path> linkedFiles(Path javaHome) {
        TreeMap<Path, Path> found = new TreeMap<>();
        for (String part : List.of("conf", "lib")) {
            Path folder = javaHome.resolve(part);
            if (!Files.exists(folder)) {
                continue;
            }
            try (Stream<Path> walk = Files.walk(folder, 4)) {
                for (Path link : walk.filter(Files::isSymbolicLink).toList()) {
                    Path target =
                            link.resolveSibling(Files.readSymbolicLink(link)).normalize();
                    if (!target.startsWith(javaHome) && Files.exists(target)) {
                        found.put(target, target.toRealPath());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("reading the JDK at " + folder, e);
            }
        }
        return found;
    }
}
