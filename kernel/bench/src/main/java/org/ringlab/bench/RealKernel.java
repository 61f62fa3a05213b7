package org.ringlab.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The same lab on the Linux this runs on, in namespaces of its own; needs root, iproute2 and iptables. */
final class RealKernel {
    private static final int BUILDS = 15;

    /** A mount namespace of its own keeps names and locks out of the machine's. */
    private static final String PRIVATE =
            "mount --make-rprivate / && mount -t tmpfs tmpfs /run && mkdir /run/netns && ";

    private RealKernel() {}

    /** The program that talks to the kernel's own tables, where there are two. */
    static String iptables() {
        return Files.isExecutable(Path.of("/usr/sbin/iptables-legacy")) ? "iptables-legacy" : "iptables";
    }

    /** Why nothing can be measured here; empty where it can. */
    static String obstacle() throws IOException, InterruptedException {
        Said said = isolated(PRIVATE + "ip netns add probe && ip netns exec probe " + iptables() + " -L -n");
        return said.status == 0 ? "" : said.text.strip();
    }

    /** Milliseconds that typing the lab's commands takes, each a process: the best of several times. */
    static double buildMillis() throws IOException, InterruptedException {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < BUILDS; i++) {
            String[] stamps = run(PRIVATE + "date +%s%N && " + commands() + " && date +%s%N")
                    .strip()
                    .split("\\s+");
            best = Math.min(best, (Long.parseLong(stamps[stamps.length - 1]) - Long.parseLong(stamps[0])) / 1e6);
        }
        return best;
    }

    /** Nanoseconds of processor time a packet takes from client to server, for each rule set. */
    static List<Long> packetNanos(List<String> ruleSets) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("ringlab-bench");
        List<Path> files = new ArrayList<>();
        try {
            for (String rules : ruleSets) {
                files.add(Files.writeString(folder.resolve(files.size() + ".rules"), rules));
            }
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            String sender = "ip netns exec client " + java + " -cp '" + System.getProperty("java.class.path") + "' "
                    + KernelSender.class.getName() + " "
                    + files.stream().map(Path::toString).collect(Collectors.joining(" "));
            // Nobody listens and nothing is answered: the path ends at the server's door.
            String deaf = "ip netns exec server " + iptables() + " -A INPUT -j DROP";
            return run(PRIVATE + commands() + " && " + deaf + " && " + sender)
                    .strip()
                    .lines()
                    .map(Long::valueOf)
                    .toList();
        } finally {
            for (Path file : files) {
                Files.delete(file);
            }
            Files.delete(folder);
        }
    }

    private static String commands() {
        return ThreeHosts.COMMANDS.stream()
                .map(command -> command.replace(" iptables ", " " + iptables() + " "))
                .collect(Collectors.joining(" && "));
    }

    private record Said(int status, String text) {}

    private static String run(String script) throws IOException, InterruptedException {
        Said said = isolated(script);
        if (said.status != 0) {
            throw new IOException(said.text);
        }
        return said.text;
    }

    private static Said isolated(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("unshare", "-mn", "sh", "-c", script)
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Said(process.waitFor(), text);
    }
}
