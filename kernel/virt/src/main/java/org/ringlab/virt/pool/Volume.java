package org.ringlab.virt.pool;

/**
 * A volume of an active pool, as it was when the pool was last looked at.
 *
 * @param name its name in the pool
 * @param path the file
 * @param format {@code raw}, {@code qcow2} …; {@code dir} for a directory
 * @param capacity bytes of the disk
 * @param allocation bytes that are stored
 */
public record Volume(String name, String path, String format, long capacity, long allocation) {}
