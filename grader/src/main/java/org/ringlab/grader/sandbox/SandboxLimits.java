package org.ringlab.grader.sandbox;

/**
 * What a sandbox may use.
 *
 * @param addressSpaceMb {@code RLIMIT_AS} of each process, MiB
 * @param cpuSeconds {@code RLIMIT_CPU} of each process
 * @param processes {@code RLIMIT_NPROC}: processes and threads together
 * @param openFiles {@code RLIMIT_NOFILE}
 * @param diskMb size of {@code /tmp} and of the home folder, each, MiB; both are memory
 */
public record SandboxLimits(int addressSpaceMb, int cpuSeconds, int processes, int openFiles, int diskMb) {}
