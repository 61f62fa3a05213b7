package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.replay.HostReplay;
import org.ringlab.virt.Generation;

/** Answers follow from state: sessions in another order, guests and images of other sizes, definitions in another order. */
class PermutedRecordingTest {
    /** A command shorter than this may well stand somewhere for its own sake. */
    private static final int TELLING = 24;

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void sessionsInAnyOrder(long seed) throws IOException {
        List<String> files = List.of("transcripts-el7.jsonl", "qemu-img.jsonl", "host-tools.jsonl");
        Map<String, List<Map<String, Object>>> sessions = new LinkedHashMap<>();
        for (String file : files) {
            for (Map<String, Object> row : Recording.rows(file)) {
                sessions.computeIfAbsent(file + row.get("session"), s -> new ArrayList<>())
                        .add(row);
            }
        }
        List<List<Map<String, Object>>> shuffled = new ArrayList<>(sessions.values());
        Collections.shuffle(shuffled, new Random(seed));
        HostReplay replay = new HostReplay(Generation.EL7);
        List<String> differences = new ArrayList<>();
        for (Map<String, Object> row : shuffled.stream().flatMap(List::stream).toList()) {
            Map<String, Object> answer = replay.answer(row);
            for (String key : Recording.isWithheld(row) ? List.<String>of() : List.of("stdout", "stderr", "rc")) {
                String wanted = Objects.toString(row.get(key), "");
                String got = Objects.toString(answer.get(key), "");
                boolean agrees =
                        Recording.fits(wanted, got) || Recording.hidden(wanted).equals(Recording.hidden(got));
                if (!agrees) {
                    differences.add(row.get("id") + " " + key + "\n  wanted " + wanted + "\n  got    " + got);
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    private static Lab host() {
        Map<String, Object> host = Map.of(
                "hardware", Map.of("cpu", "intel", "virtualisation", true, "cores", 8, "memory", 65_536),
                "setup", List.of("systemctl start libvirtd", "mkdir -p /var/lib/libvirt/images"));
        return Lab.boot(LabSpec.read(Map.of("name", "sizes", "profile", "centos7", "hosts", Map.of("kvm1", host)))
                .orThrow());
    }

    private static String run(Lab lab, String line) {
        CommandResult result = lab.run("kvm1", line);
        assertTrue(result.ok(), line + "\n" + result.stderr());
        return result.stdout();
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void namesSizesAndOrderByChance(long seed) {
        Random random = new Random(seed);
        Lab lab = host();
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 12; i++) {
            String name = "g" + Integer.toString(random.nextInt(1 << 20), 36) + i;
            names.add(name);
            int mebibytes = 64 + random.nextInt(4096);
            int processors = 1 + random.nextInt(8);
            int gibibytes = 1 + random.nextInt(40);
            String image = "/var/lib/libvirt/images/" + name + ".qcow2";
            assertEquals(
                    "Formatting '" + image + "', fmt=qcow2 size=" + ((long) gibibytes << 30)
                            + " encryption=off cluster_size=65536 lazy_refcounts=off \n",
                    run(lab, "qemu-img create -f qcow2 " + image + " " + gibibytes + "G"));
            run(
                    lab,
                    "echo \"<domain type='kvm'><name>" + name + "</name><memory unit='MiB'>" + mebibytes
                            + "</memory><vcpu>" + processors + "</vcpu><os><type>hvm</type></os><devices><disk"
                            + " type='file'><driver name='qemu' type='qcow2'/><source file='" + image
                            + "'/><target dev='vda'/></disk></devices></domain>\" > " + name + ".xml");
            assertEquals(
                    "Domain " + name + " defined from " + name + ".xml\n\n", run(lab, "virsh define " + name + ".xml"));
            String facts = run(lab, "virsh dominfo " + name);
            assertTrue(facts.contains("Max memory:     " + mebibytes * 1024L + " KiB\n"), facts);
            assertTrue(facts.contains("CPU(s):         " + processors + "\n"), facts);
            assertTrue(run(lab, "virsh domblkinfo " + name + " vda")
                    .contains("Capacity:       " + ((long) gibibytes << 30) + "\n"));
        }
        assertEquals(
                String.join("\n", names) + "\n\n", run(lab, "virsh list --all --name"), "by name, whatever came first");
        List<String> started = new ArrayList<>(names);
        Collections.shuffle(started, random);
        int number = 0;
        for (String name : started.subList(0, 5)) {
            run(lab, "virsh start " + name);
            assertEquals(++number + "\n\n", run(lab, "virsh domid " + name));
        }
    }

    /** No recorded command line stands in the code; but for what sets up the recorders' machines before the first row. */
    @Test
    void nothingIsLookedUp() throws IOException {
        Set<String> commands = new TreeSet<>();
        for (String file : List.of(
                "transcripts-el7.jsonl",
                "transcripts-deb12.jsonl",
                "qemu-img.jsonl",
                "host-tools.jsonl",
                "kmod.jsonl")) {
            for (Map<String, Object> row : Recording.rows(file)) {
                commands.add(Objects.toString(row.get("cmd")));
            }
        }
        commands.removeIf(c -> c.length() < TELLING);
        Function<Path, String> text = path -> {
            try {
                return Files.readString(path);
            } catch (IOException e) {
                throw new IllegalStateException(path.toString(), e);
            }
        };
        List<String> found = new ArrayList<>();
        for (String module : List.of("host", "virt")) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path path : files.filter(p -> p.toString().endsWith(".java"))
                        .filter(p -> !p.getParent().endsWith("replay"))
                        .toList()) {
                    String code = text.apply(path);
                    commands.stream().filter(code::contains).forEach(c -> found.add(path.getFileName() + ": " + c));
                }
            }
        }
        assertEquals(List.of(), found);
    }
}
