package org.ringlab.service.kernels;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.ringlab.grader.sandbox.SandboxLimits;

/**
 * How kernels are started and limited; one value for the whole service, from {@code ringlab.kernels.*}.
 *
 * @param distribution folder of the student's kernel: {@code lib/*.jar}; nothing of the staff's
 * @param mainClass the kernel's main class
 * @param javaHome the JDK that runs kernels (JShell needs a JDK, not a JRE)
 * @param runDirectory where the kernel's files are staged for the sandboxes: a folder for this alone, whose path every user
 *     id may pass
 * @param cacheFolder where the JDK's cache for kernels is kept between starts; empty to do without
 * @param firstUid first of the user ids given to kernels when the service runs as root
 * @param warm kernels kept started for the next student, ≥ 0
 * @param maxTotal kernels at one time, warm ones not counted
 * @param maxPerUser kernels of one student at one time
 * @param idle a kernel without activity for this long is stopped
 * @param limits what one kernel may use
 * @param allowUnisolated whether kernels may run without a sandbox where isolation is missing; the caller has checked that
 *     the service listens on loopback only
 */
public record KernelSettings(
        Path distribution,
        String mainClass,
        Path javaHome,
        Path runDirectory,
        Optional<Path> cacheFolder,
        int firstUid,
        int warm,
        int maxTotal,
        int maxPerUser,
        Duration idle,
        Limits limits,
        boolean allowUnisolated) {

    /**
     * Limits of one kernel.
     *
     * @param heapMb Java heap ({@code -Xmx}), MiB
     * @param memoryMb resident memory of all processes of the sandbox, MiB; above it the kernel is killed
     * @param addressSpaceMb {@code RLIMIT_AS} of each process, MiB
     * @param cpuSeconds {@code RLIMIT_CPU} of each process
     * @param processes {@code RLIMIT_NPROC}: processes and threads together
     * @param openFiles {@code RLIMIT_NOFILE}
     * @param diskMb size of {@code /tmp} and of the home folder, each, MiB; both are memory
     */
    public record Limits(
            int heapMb, int memoryMb, int addressSpaceMb, int cpuSeconds, int processes, int openFiles, int diskMb) {
        /**
         * Limits that fit a lesson: measured kernels rest at 130 to 220 MB.
         *
         * @return the defaults
         */
        public static Limits defaults() {
            return new Limits(128, 512, 4096, 3600, 128, 512, 16);
        }

        /** What the sandbox enforces. */
        SandboxLimits sandbox() {
            return new SandboxLimits(addressSpaceMb, cpuSeconds, processes, openFiles, diskMb);
        }
    }

    /** User ids available from {@link #firstUid}: one for each kernel that can exist, and as many that are just ending. */
    public int uids() {
        return 2 * (warm + maxTotal) + 8;
    }
}
