package org.ringlab.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Scripts in the bash of this machine, in an empty folder, with what a simulated host has of an environment. */
final class RealBash {
    private final Path folder;
    private final String locale;

    /** With that locale: {@code C} has plain quotes in messages, {@code C.UTF-8} counts characters. */
    RealBash(Path folder, String locale) {
        this.folder = folder;
        this.locale = locale;
    }

    /** What a script printed on both streams, and its status. */
    record Ran(String stdout, String stderr, int status) {}

    static boolean isThere() {
        return Files.isExecutable(Path.of("/bin/bash"));
    }

    /** The scripts of a file of the tests; a line {@code %%} stands between them. */
    static Stream<String> scripts(String name) throws IOException {
        try (InputStream in = RealBash.class.getResourceAsStream("/scripts/" + name + ".txt")) {
            if (in == null) {
                throw new IOException("no scripts " + name);
            }
            return Stream.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^%%\n"));
        }
    }

    /** Runs {@code bash s.sh}. */
    Ran run(String script) throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("home"));
        try (var old = Files.walk(home)) {
            for (Path path : old.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        Files.createDirectories(home);
        Files.writeString(home.resolve("s.sh"), script);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        // what started the tests may ignore signals, and bash would tell of that
        ProcessBuilder builder = new ProcessBuilder("/usr/bin/env", "--default-signal", "/bin/bash", "s.sh")
                .directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("LC_ALL", locale);
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("doesn't end: " + script);
        }
        String root = home.toString();
        return new Ran(
                Files.readString(out, StandardCharsets.UTF_8).replace(root, "/root"),
                Files.readString(err, StandardCharsets.UTF_8).replace(root, "/root"),
                process.exitValue());
    }

    /** The same on a simulated host. */
    static Ran simulated(Lab lab, String script) throws Exception {
        lab.machine("client").files().write("/root/s.sh", script);
        CommandResult result = lab.run("client", "cd /root; bash s.sh");
        return new Ran(result.stdout(), result.stderr(), result.status());
    }
}
