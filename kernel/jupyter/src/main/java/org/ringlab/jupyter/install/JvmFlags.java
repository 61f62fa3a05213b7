package org.ringlab.jupyter.install;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How the JVM of a kernel is started: small and quick to be there rather than fast in the long run. */
public final class JvmFlags {
    /** The first release with {@code -XX:AOTCacheOutput}. */
    static final int AOT_RELEASE = 25;

    private static final List<String> SMALL = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx96m",
            "-Xss512k",
            "-XX:+DisplayVMOutputToStderr",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            "-Dfile.encoding=UTF-8");

    private JvmFlags() {}

    /** For a kernel without a cache. */
    public static List<String> plain() {
        return SMALL;
    }

    /** For a kernel with an AOT cache: a JVM for which it wasn't made ignores it. */
    public static List<String> with(Path cache) {
        return Stream.concat(SMALL.stream(), Stream.of("-XX:AOTCache=" + cache)).toList();
    }

    /** For the run that makes a cache. */
    static List<String> making(Path cache) {
        return Stream.concat(SMALL.stream(), Stream.of("-XX:AOTCacheOutput=" + cache))
                .toList();
    }
}
