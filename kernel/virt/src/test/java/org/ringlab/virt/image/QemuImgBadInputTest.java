package org.ringlab.virt.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words and bytes that make no sense: an answer with a status, never an exception. */
class QemuImgBadInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "V7_2   | 10 GiB   | 10737418240",
                "V7_2   | 1.31 MiB | 1376256",
                "V7_2   | 512 B    | 512",
                "V7_2   | 0.977 KiB| 1000",
                "V7_2   | 196 KiB  | 200704",
                "V1_5_3 | 10G      | 10737418240",
                "V1_5_3 | 196K     | 200704",
                "V1_5_3 | 4.0M     | 4194304",
                "V1_5_3 | 0        | 0"
            })
    void sizesForPeople(QemuVersion version, String text, long bytes) {
        assertEquals(text, version.size(bytes));
    }

    @Test
    void randomWords() {
        List<String> words = List.of(
                "create",
                "info",
                "map",
                "check",
                "snapshot",
                "rebase",
                "commit",
                "convert",
                "resize",
                "compare",
                "-f",
                "-O",
                "-b",
                "-F",
                "-o",
                "-c",
                "-a",
                "-l",
                "qcow2",
                "raw",
                "vdi",
                "a",
                "b",
                "1M",
                "-1",
                "+9999999P",
                "",
                "--",
                "--output=json",
                "cluster_size=3",
                "preallocation=full",
                "backing_file=a",
                "-u",
                "-U",
                "-p",
                "nosuch/x");
        SplittableRandom random = new SplittableRandom(7);
        MemoryStore store = new MemoryStore();
        QemuImg tool = new QemuImg(store, QemuVersion.V7_2, 0);
        for (int i = 0; i < 4000; i++) {
            List<String> line = new ArrayList<>();
            for (int n = random.nextInt(7); n >= 0; n--) {
                line.add(words.get(random.nextInt(words.size())));
            }
            int status = tool.run(line).status();
            assertTrue(status >= 0 && status < 256, line.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void damagedFiles(long seed) throws ImageException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 60; round++) {
            MemoryStore store = new MemoryStore();
            QemuImg tool = new QemuImg(store, QemuVersion.V7_2, 0);
            tool.run(List.of("create", "-q", "-f", "qcow2", "x", "1M"));
            new QemuIo(store, QemuVersion.V7_2).run(List.of("-c", "write 0 256k", "x"));
            tool.run(List.of("snapshot", "-c", "s", "x"));
            SparseFile file = store.open("x");
            for (int n = 0; n < 4; n++) {
                int area = random.nextInt(5);
                long at = ((long) area << 16) + random.nextInt(area == 0 ? 112 : 64);
                file.setNumber(at, 1, random.nextInt(256));
            }
            for (String line :
                    List.of("info x", "check x", "map x", "snapshot -l x", "convert -O raw x y", "check -r all x")) {
                int status = tool.run(List.of(line.split(" "))).status();
                assertTrue(status >= 0, line);
            }
        }
    }
}
