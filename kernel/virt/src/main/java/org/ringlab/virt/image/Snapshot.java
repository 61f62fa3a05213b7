package org.ringlab.virt.image;

/**
 * An internal snapshot.
 *
 * @param id its number, as text
 * @param name its tag; names may be double
 * @param stateBytes bytes of the guest's memory kept with it, 0 without
 * @param seconds when it was made, since 1970
 * @param clockNanos how long the guest had run, in nanoseconds
 * @param diskSize bytes of the disk then
 */
public record Snapshot(String id, String name, long stateBytes, long seconds, long clockNanos, long diskSize) {}
