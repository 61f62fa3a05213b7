package org.ringlab.bench.processor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalDouble;

/** Bochs on the same boot sector, in the same run: instructions a second of its processor time. */
final class Bochs {
    private static final Path PROGRAM = Path.of("/usr/bin/bochs");
    private static final long FEW = 1_000_000;
    private static final long MANY = 11_000_000;
    private static final long MOST_SECONDS = 120;

    private Bochs() {}

    /** What the rounds more take; empty where it isn't installed (Debian: bochs, bochsbios, vgabios), or doesn't end by itself. */
    static OptionalDouble instructionsPerSecond() throws IOException, InterruptedException {
        if (!Files.isExecutable(PROGRAM)) {
            return OptionalDouble.empty();
        }
        Path folder = Files.createTempDirectory("bochs");
        try {
            double few = seconds(folder, FEW);
            double many = seconds(folder, MANY);
            return few < many
                    ? OptionalDouble.of((MANY - FEW) * LoopImage.ROUND / (many - few))
                    : OptionalDouble.empty();
        } finally {
            for (String name : new String[] {"floppy.img", "bochsrc", "log", "out"}) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        }
    }

    private static double seconds(Path folder, long rounds) throws IOException, InterruptedException {
        byte[] floppy = new byte[2880 * 512];
        byte[] sector = LoopImage.sector(rounds);
        System.arraycopy(sector, 0, floppy, 0, sector.length);
        Files.write(folder.resolve("floppy.img"), floppy);
        Path settings = folder.resolve("bochsrc");
        Files.writeString(settings, """
                megs: 32
                romimage: file=/usr/share/bochs/BIOS-bochs-latest
                vgaromimage: file=/usr/share/bochs/VGABIOS-lgpl-latest
                floppya: 1_44=%1$s/floppy.img, status=inserted
                boot: floppy
                cpu: count=1, ips=1000000000, reset_on_triple_fault=0
                log: %1$s/log
                display_library: rfb, options="timeout=0"
                """.formatted(folder));
        Process process = new ProcessBuilder(PROGRAM.toString(), "-q", "-f", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile())
                .start();
        process.getOutputStream()
                .write("c\n".getBytes(StandardCharsets.US_ASCII)); // the debugger of Debian's build waits
        process.getOutputStream().flush();
        double used = 0;
        long until = System.nanoTime() + Duration.ofSeconds(MOST_SECONDS).toNanos();
        while (process.isAlive() && System.nanoTime() < until) {
            used = process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
            Thread.sleep(10);
        }
        boolean ended = !process.isAlive();
        process.destroyForcibly();
        return ended ? used : Double.POSITIVE_INFINITY;
    }
}
