package org.ringlab.virt.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random work on images of random names and sizes, beside a model that knows nothing of clusters: a guest reads what it
 * wrote, and the file stays sound.
 */
class ImageModelTest {
    private static final int UNIT = 16 << 10;

    private final MemoryStore store = new MemoryStore();
    private final QemuImg tool = new QemuImg(store, QemuVersion.V7_2, 0);
    private final QemuIo guest = new QemuIo(store, QemuVersion.V7_2);
    private final Map<String, byte[]> model = new TreeMap<>();
    private final Map<String, Map<String, byte[]>> snapshots = new TreeMap<>();
    private final List<String> parents = new ArrayList<>();

    /** Small clusters, so that tables and blocks of counts end in the middle of what is written. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void whatIsWrittenAtOnceLiesWhereItWouldLiePieceByPiece(long seed) throws ImageException {
        SplittableRandom random = new SplittableRandom(seed);
        int cluster = 512 << random.nextInt(3);
        int clusters = 100 + random.nextInt(900);
        for (String name : List.of("once.img", "pieces.img")) {
            run("create -q -f qcow2 -o cluster_size=" + cluster + " " + name + " " + (long) clusters * cluster);
        }
        ImageChain once = ImageChain.open(store, "once.img", Optional.empty());
        ImageChain pieces = ImageChain.open(store, "pieces.img", Optional.empty());
        for (int step = 0; step < 12; step++) {
            int at = random.nextInt(clusters * cluster);
            int count = 1 + random.nextInt(clusters * cluster - at);
            byte[] bytes = new byte[count];
            Arrays.fill(bytes, (byte) step);
            bytes[count / 2] = (byte) random.nextInt(256);
            once.write(at, Chunk.of(bytes));
            for (int done = 0; done < count; ) {
                int part = Math.min(cluster - (at + done) % cluster, count - done);
                pieces.write(at + done, Chunk.of(Arrays.copyOfRange(bytes, done, done + part)));
                done += part;
            }
        }
        SparseFile one = once.top().image().file();
        SparseFile other = pieces.top().image().file();
        assertEquals(other.length(), one.length());
        assertArrayEquals(
                other.read(0, (int) other.length()).bytes(),
                one.read(0, (int) one.length()).bytes());
        assertEquals(0, tool.run(List.of("check", "-q", "once.img")).status());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void guestsReadWhatTheyWrote(long seed) throws ImageException {
        SplittableRandom random = new SplittableRandom(seed);
        int units = 8 + random.nextInt(60);
        String base = "b" + random.nextInt(1000) + ".img";
        run("create -q -f qcow2 " + base + " " + (long) units * UNIT);
        model.put(base, new byte[units]);
        for (int step = 0; step < 60; step++) {
            List<String> names = List.copyOf(model.keySet());
            String name = names.get(random.nextInt(names.size()));
            byte[] bytes = model.get(name);
            int at = random.nextInt(bytes.length);
            int count = 1 + random.nextInt(bytes.length - at);
            String range = " " + (long) at * UNIT + " " + (long) count * UNIT;
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> {
                    int value = 1 + random.nextInt(255);
                    if (writable(name)) {
                        io("write -P " + value + range, name);
                        Arrays.fill(bytes, at, at + count, (byte) value);
                    }
                }
                case 3 -> {
                    if (writable(name)) {
                        io("write -z" + range, name);
                        Arrays.fill(bytes, at, at + count, (byte) 0);
                    }
                }
                case 4 -> {
                    String over = "o" + step + "-" + random.nextInt(1000) + ".qcow2";
                    run("create -q -f qcow2 -b " + name + " -F qcow2 " + over);
                    model.put(over, bytes.clone());
                    parents.add(name);
                }
                case 5 -> {
                    if (writable(name)) {
                        run("snapshot -c s" + step + " " + name);
                        snapshots.computeIfAbsent(name, n -> new TreeMap<>()).put("s" + step, bytes.clone());
                    }
                }
                case 6 -> {
                    List<String> kept =
                            List.copyOf(snapshots.getOrDefault(name, Map.of()).keySet());
                    if (!kept.isEmpty() && writable(name)) {
                        String snapshot = kept.get(random.nextInt(kept.size()));
                        run("snapshot -a " + snapshot + " " + name);
                        model.put(name, snapshots.get(name).get(snapshot).clone());
                        if (random.nextBoolean()) {
                            run("snapshot -d " + snapshot + " " + name);
                            snapshots.get(name).remove(snapshot);
                        }
                    }
                }
                default -> {
                    String copy = "c" + step + (random.nextBoolean() ? ".qcow2" : ".raw");
                    String format = copy.endsWith(".raw") ? "raw" : "qcow2";
                    run("convert " + (format.equals("qcow2") && random.nextBoolean() ? "-c " : "") + "-O " + format
                            + " " + name + " " + copy);
                    assertReads(copy, bytes);
                }
            }
        }
        for (Map.Entry<String, byte[]> each : model.entrySet()) {
            assertReads(each.getKey(), each.getValue());
            ToolResult check = tool.run(List.of("check", each.getKey()));
            assertEquals(0, check.status(), check.out() + check.err());
        }
    }

    /** Nobody writes to what others stand on. */
    private boolean writable(String name) {
        return !parents.contains(name);
    }

    private void run(String line) {
        ToolResult result = tool.run(List.of(line.split(" +")));
        assertEquals(0, result.status(), line + "\n" + result.err());
    }

    private void io(String command, String name) {
        ToolResult result = guest.run(List.of("-c", command, name));
        assertEquals(0, result.status(), command + "\n" + result.err());
        assertTrue(!result.out().contains("failed"), result.out());
    }

    private void assertReads(String name, byte[] expected) throws ImageException {
        Optional<ImageFormat> format = name.endsWith(".raw") ? Optional.of(ImageFormat.RAW) : Optional.empty();
        ImageChain chain = ImageChain.open(store, name, format);
        assertEquals((long) expected.length * UNIT, chain.size());
        for (int i = 0; i < expected.length; i++) {
            Chunk chunk = chain.read((long) i * UNIT, UNIT);
            assertEquals(expected[i], chunk.at(0), name + " unit " + i);
            assertEquals(expected[i], chunk.at(UNIT - 1), name + " unit " + i);
        }
    }
}
