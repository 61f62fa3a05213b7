package org.ringlab.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ringlab.e2e.RunningService.ROOT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lessons' notebooks, run headless by a real Jupyter client with the installed kernel. */
class RealClientTest {
    @TempDir
    static Path folder;

    private static String python = "";

    @BeforeAll
    static void installKernel() throws IOException, InterruptedException {
        Optional<String> found = Optional.ofNullable(System.getenv("RINGLAB_PYTHON"));
        String why = "SKIPPED: RINGLAB_PYTHON names no Python with jupyter_client, nbclient and nbformat";
        if (found.isEmpty()) {
            System.out.println(why);
        }
        Assumptions.assumeTrue(found.isPresent(), why);
        python = found.get();
        Path jar = ROOT.resolve("deploy/cli/target/dist/lib/ringlab-cli.jar");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Run install = run(
                folder,
                java,
                "-Dringlab.root=" + ROOT,
                "-jar",
                jar.toString(),
                "kernel",
                "install",
                "--prefix",
                folder.resolve("prefix").toString());
        assertEquals(0, install.status(), install.output());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    01-forwarding | en | 64 bytes from 172.18.133.212        | Destination Port Unreachable
                    01-forwarding | zh | 64 bytes from 172.18.133.212        | Destination Port Unreachable
                    02-services   | en | -rw-r--r-- 1 0 0 4 readme.txt       | 10 packets transmitted, 3 received
                    02-services   | zh | -rw-r--r-- 1 0 0 4 readme.txt       | 10 packets transmitted, 3 received
                    03-nat        | en | dst=172.18.133.210 sport=80         | LISTEN   0        128              0.0.0.0:8080
                    03-nat        | zh | dst=172.18.133.210 sport=80         | LISTEN   0        128              0.0.0.0:8080
                    04-optimise   | en | NEW 192.168.66.77.40000 > 172.18.133.212.22: TCP SYN | -m limit --limit 1/sec: no
                    04-optimise   | zh | NEW 192.168.66.77.40000 > 172.18.133.212.22: TCP SYN | -m limit --limit 1/sec: no
                    05-virtual-networks | en | is local?                     | 64 bytes from 10.0.2.12: icmp_seq=1 ttl=63
                    05-virtual-networks | zh | is local?                     | 64 bytes from 10.0.2.12: icmp_seq=1 ttl=63
                    06-guest-networks | en | proto IPIP (4)                  | Frag needed and DF set (mtu = 1450)
                    06-guest-networks | zh | proto IPIP (4)                  | Frag needed and DF set (mtu = 1450)
                    07-namespaces | en | uid=65534(nobody)                   | pid_for_children -> pid:[
                    07-namespaces | zh | uid=65534(nobody)                   | pid_for_children -> pid:[
                    08-paging     | en | page fault: error 0x7                | physical 0x200abc (page of 4 KiB)
                    08-paging     | zh | page fault: error 0x7                | physical 0x200abc (page of 4 KiB)
                    09-sharing    | en | the queue is full: dropped          | hits 2, misses 10
                    09-sharing    | zh | the queue is full: dropped          | hits 2, misses 10
                    10-rings | en | general protection | interrupt 0x20
                    10-rings | zh | general protection | interrupt 0x20
                    11-machines | en | sensitive, does not trap (stack: 0x8 alone, 0x9 here) | a0 = 0x13ba
                    11-machines | zh | sensitive, does not trap (stack: 0x8 alone, 0x9 here) | a0 = 0x13ba
                    12-hardware | en | exit 30 I/O | 0x7b I/O
                    12-hardware | zh | exit 30 I/O | 0x7b I/O
                    13-guest-memory | en | 14 INVLPG | it writes faster than the link carries
                    13-guest-memory | zh | 14 INVLPG | it writes faster than the link carries
                    14-kvm-host | en | kvm: no hardware support | Virtualization type:   full
                    14-kvm-host | zh | kvm: no hardware support | Virtualization type:   full
                    15-broken-host | en | Domain requires KVM, but it is not available | network 'default' is not active
                    15-broken-host | zh | Domain requires KVM, but it is not available | network 'default' is not active
                    16-landscape | en | learned that 56:44:16:77:c1:8a is at va1 | ovs_version
                    16-landscape | zh | learned that 56:44:16:77:c1:8a is at va1 | ovs_version
                    17-clouds | en | Filter RamFilter returned 2 host(s) | m1.xlarge
                    17-clouds | zh | Filter RamFilter returned 2 host(s) | m1.xlarge
                    18-neighbours | en | Total running VMs: 2 | 64 bytes from 10.1.1.3
                    18-neighbours | zh | Total running VMs: 2 | 64 bytes from 10.1.1.3
                    19-platforms | en | Creating blog_page_1 ... done | This node joined a swarm as a worker.
                    19-platforms | zh | Creating blog_page_1 ... done | This node joined a swarm as a worker.
                    20-guests | en | Nothing to boot: No such file or directory | Migration without shared storage is unsafe
                    20-guests | zh | Nothing to boot: No such file or directory | Migration without shared storage is unsafe
                    """)
    void theLessonRunsFromTopToBottom(String id, String language, String one, String other)
            throws IOException, InterruptedException {
        Path lesson = folder.resolve(id + "-" + language);
        copy(ROOT.resolve("content/lessons").resolve(id), lesson);
        Path executed = lesson.resolve("executed.ipynb");
        Run run = run(
                lesson,
                python,
                ROOT.resolve("deploy/e2e/src/test/python/run_notebook.py").toString(),
                lesson.resolve("lesson." + language + ".ipynb").toString(),
                "ringlab",
                executed.toString());
        assertEquals(0, run.status(), run.output());
        String text = text(executed);
        assertTrue(text.contains(one), one);
        assertTrue(text.contains(other), other);
        assertTrue(text.contains("<svg"), "something was drawn");
    }

    /** All text that the notebook's cells put out. */
    private static String text(Path notebook) throws IOException {
        List<String> parts = new ArrayList<>();
        for (JsonNode cell : new ObjectMapper().readTree(notebook.toFile()).path("cells")) {
            cell.path("outputs").findValues("text").forEach(t -> t.forEach(line -> parts.add(line.asText())));
            cell.path("outputs")
                    .findValues("data")
                    .forEach(d -> d.forEach(v -> {
                        if (v.isArray()) {
                            v.forEach(line -> parts.add(line.asText()));
                        } else {
                            parts.add(v.asText());
                        }
                    }));
        }
        return String.join("", parts);
    }

    private record Run(int status, String output) {}

    private static Run run(Path directory, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment()
                .put("JUPYTER_PATH", folder.resolve("prefix/share/jupyter").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
