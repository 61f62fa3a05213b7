package org.ringlab.bench.memory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** valgrind's cachegrind over a program of this machine, in the same run: references a second of processor time. */
final class Cachegrind {
    private static final Path VALGRIND = Path.of("/usr/bin/valgrind");
    private static final Pattern REFERENCES = Pattern.compile("[ID] +refs: +([\\d,]+)");

    private static final Pattern SECONDS = Pattern.compile("cpu ([\\d.]+)");

    private Cachegrind() {}

    /** References, instructions and data, that it simulates a second; empty where it isn't installed. */
    static OptionalDouble referencesPerSecond() throws IOException, InterruptedException {
        if (!Files.isExecutable(VALGRIND)) {
            return OptionalDouble.empty();
        }
        String run = VALGRIND + " --tool=cachegrind --cache-sim=yes --cachegrind-out-file=/dev/null"
                + " /usr/bin/md5sum /usr/bin/bash";
        Process process = new ProcessBuilder("/usr/bin/bash", "-c", "TIMEFORMAT='cpu %U'; time " + run)
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        Matcher cpu = SECONDS.matcher(text);
        double seconds = cpu.find() ? Double.parseDouble(cpu.group(1)) : 0;
        long references = 0;
        Matcher matcher = REFERENCES.matcher(text);
        while (matcher.find()) {
            references += Long.parseLong(matcher.group(1).replace(",", ""));
        }
        return references == 0 || seconds == 0 ? OptionalDouble.empty() : OptionalDouble.of(references / seconds);
    }
}
