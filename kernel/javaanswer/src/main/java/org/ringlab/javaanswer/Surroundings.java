package org.ringlab.javaanswer;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a process sees around it that a sandbox should hide: asked of the first child before any student's code runs. */
final class Surroundings {
    private static final Set<String> ENVIRONMENT = Set.of("HOME", "PATH", "LANG", "PWD");

    private Surroundings() {}

    /**
     * Looks around.
     *
     * @param secrets {@code files}: paths that must not be there; {@code pid}: the grader's process, which must not be
     *     reachable; {@code namespace}: its PID namespace, which must not be this one's
     * @return what was seen; empty where all is hidden
     */
    static List<String> seen(Map<?, ?> secrets) {
        List<String> seen = new ArrayList<>();
        try {
            for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (!each.isLoopback()) {
                    seen.add("the network interface " + each.getName());
                }
            }
        } catch (SocketException e) {
            // no network at all
        }
        System.getenv().keySet().stream()
                .filter(name -> !ENVIRONMENT.contains(name))
                .forEach(name -> seen.add("the environment variable " + name));
        List<?> files = secrets.get("files") instanceof List<?> list ? list : List.of();
        for (Object file : files) {
            if (Files.exists(Path.of(String.valueOf(file)))) {
                seen.add("the file " + file);
            }
        }
        try {
            if (String.valueOf(secrets.get("namespace"))
                    .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString())) {
                seen.add("the processes of the grader");
            }
        } catch (IOException e) {
            seen.add("no PID namespace of its own: " + e.getMessage());
        }
        for (String folder : List.of("/", "/jdk", "/kernel", "/dev", "/proc/sys", "/etc", "/usr")) {
            Path file = Path.of(folder, "ringlab-probe");
            try {
                Files.write(file, new byte[1]);
                seen.add("the folder " + folder + ", which can be written");
                Files.deleteIfExists(file);
            } catch (IOException | RuntimeException held) {
                // as it should be
            }
        }
        return seen;
    }
}
