package org.ringlab.service.kernels;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs inside a sandbox, in place of a kernel, and tries to get out. It stands alone: this one class file is all that the
 * sandbox shows of the service. Each attempt prints one line: {@code held|open}, its name and what happened, separated by
 * tabs.
 *
 * <p>Arguments: a TCP port on loopback on which the service listens; the service's process id; its PID namespace, as
 * {@code /proc/self/ns/pid} names it; a file of the service that exists outside; a folder outside that every user may write
 * to.
 */
public final class IsolationProbe {
    /** Attempts made. */
    static final int CHECKS = 9;

    /** Names the PID namespace of who reads it. */
    static final Path PID_NAMESPACE = Path.of("/proc/self/ns/pid");

    /** An attempt: returns what it reached, or an empty text when it reached nothing. */
    @FunctionalInterface
    private interface Attempt {
        String reach() throws Exception;
    }

    private IsolationProbe() {}

    /**
     * Makes all attempts.
     *
     * @param args see the class comment
     */
    public static void main(String[] args) {
        int port = Integer.parseInt(args[0]);
        long serviceProcess = Long.parseLong(args[1]);
        String serviceNamespace = args[2];
        Path secret = Path.of(args[3]);
        Path writable = Path.of(args[4]);
        attempt("connect to the service on loopback", () -> connect(InetAddress.getLoopbackAddress(), port));
        attempt("see a network interface other than loopback", IsolationProbe::interfaces);
        attempt("read a file of the service", () -> exists(secret));
        attempt("read the machine's accounts", () -> exists(Path.of("/etc/shadow")) + exists(Path.of("/etc/passwd")));
        attempt("see the service's environment", () -> environment());
        attempt("see another process", () -> processes());
        attempt("signal the service", () -> signal(serviceProcess, serviceNamespace));
        attempt("write outside its folder", () -> write(writable));
        attempt("have privileges", IsolationProbe::privileges);
    }

    private static void attempt(String name, Attempt attempt) {
        String reached;
        try {
            reached = attempt.reach();
        } catch (Exception e) {
            // An attempt that cannot tell counts as one that got out.
            reached = "unclear: " + e;
        }
        String detail = reached.isEmpty() ? "stopped" : reached.replaceAll("\\s+", " ");
        System.out.println((reached.isEmpty() ? "held" : "open") + "\t" + name + "\t" + detail);
    }

    private static String connect(InetAddress address, int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 500);
            return "connected to " + address + " port " + port;
        } catch (IOException e) {
            return "";
        }
    }

    private static String interfaces() throws IOException {
        StringBuilder found = new StringBuilder();
        for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
            if (!each.isLoopback()) {
                found.append(each.getName()).append(' ');
            }
        }
        return found.toString();
    }

    private static String exists(Path path) {
        return Files.exists(path) ? path + " is visible " : "";
    }

    private static String environment() {
        Set<String> expected = Set.of("HOME", "PATH", "LANG", "PWD");
        StringBuilder found = new StringBuilder();
        System.getenv().keySet().stream()
                .filter(name -> !expected.contains(name))
                .forEach(name -> found.append(name).append(' '));
        return found.toString();
    }

    private static String processes() throws IOException {
        // The sandbox's own: the reaper (1), prlimit turned java (this).
        long own = ProcessHandle.current().pid();
        StringBuilder found = new StringBuilder();
        try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
            for (String name :
                    entries.map(entry -> entry.getFileName().toString()).toList()) {
                if (name.matches("\\d+") && Long.parseLong(name) != 1 && Long.parseLong(name) != own) {
                    found.append("process ").append(name).append(' ');
                }
            }
        }
        return found.toString();
    }

    private static String signal(long process, String namespace) throws IOException {
        if (Files.readSymbolicLink(PID_NAMESPACE).toString().equals(namespace)) {
            return "the service's process ids hold here too ";
        }
        // In a container the service's id is small: here the reaper (1) or a thread of this process may have the same.
        boolean own = process == 1 || Files.exists(Path.of("/proc/self/task", Long.toString(process)));
        return !own && ProcessHandle.of(process).isPresent() ? "process " + process + " can be reached" : "";
    }

    private static String write(Path writable) {
        StringBuilder found = new StringBuilder();
        for (Path folder : List.of(
                writable,
                Path.of("/"),
                Path.of("/dev"),
                Path.of("/dev/shm"),
                Path.of("/kernel"),
                Path.of("/jdk"),
                Path.of("/proc/sys/kernel"))) {
            try {
                Files.writeString(folder.resolve("probe"), "out");
                found.append(folder).append(" can be written ");
            } catch (IOException e) {
                // stopped
            }
        }
        return found.toString();
    }

    private static String privileges() throws IOException {
        StringBuilder found = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            boolean capable = line.matches("Cap(Inh|Prm|Eff|Amb):.*[1-9a-f].*");
            boolean mayGain = line.matches("NoNewPrivs:\\s+0");
            boolean root = line.matches("Uid:.*\\b0\\b.*");
            if (capable || mayGain || root) {
                found.append(line).append(' ');
            }
        }
        return found.toString();
    }
}
