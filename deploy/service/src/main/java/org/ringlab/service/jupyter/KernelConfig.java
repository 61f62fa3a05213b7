package org.ringlab.service.jupyter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of hosted kernels, {@code ringlab.kernels.*}; see docs/isolation.md. */
@ConfigMapping(prefix = "ringlab.kernels")
public interface KernelConfig {
    /** Folder of the student's kernel: {@code lib/*.jar}. */
    Path distribution();

    /** The kernel's main class. */
    @WithDefault("org.ringlab.jupyter.KernelMain")
    String mainClass();

    /** The JDK that runs kernels; the service's own when absent. */
    Optional<Path> javaHome();

    /** Where kernels' files are staged; a temporary folder when absent. */
    Optional<Path> runFolder();

    /** Whether kernels start from a cache of the JDK, made at the service's first start. */
    @WithDefault("true")
    boolean cache();

    /** First user id for kernels, used when the service runs as root. */
    @WithDefault("58000")
    int firstUid();

    /** Kernels kept warm. */
    @WithDefault("2")
    int warm();

    /** Kernels at one time. */
    @WithDefault("30")
    int maxTotal();

    /** Kernels of one student at one time. */
    @WithDefault("3")
    int maxPerUser();

    /** Time without activity after which a kernel is stopped. */
    @WithDefault("PT30M")
    Duration idle();

    /** Java heap, MiB. */
    @WithDefault("128")
    int heapMb();

    /** Resident memory, MiB. */
    @WithDefault("512")
    int memoryMb();

    /** Address space of each process, MiB. */
    @WithDefault("4096")
    int addressSpaceMb();

    /** CPU time of each process, seconds. */
    @WithDefault("3600")
    int cpuSeconds();

    /** Processes and threads together. */
    @WithDefault("128")
    int processes();

    /** Open files of each process. */
    @WithDefault("512")
    int openFiles();

    /** Size of the home folder and of /tmp, each, MiB. */
    @WithDefault("16")
    int diskMb();

    /** Whether kernels may run without isolation; holds on loopback only. */
    @WithDefault("false")
    boolean allowUnisolated();
}
