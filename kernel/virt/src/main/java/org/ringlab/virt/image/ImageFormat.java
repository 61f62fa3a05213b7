package org.ringlab.virt.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats that are known here, with the bytes that tell them apart ({@code block_int.h}, {@code bdrv_probe}). */
public enum ImageFormat {
    /** The disk byte for byte. */
    RAW(0, 0),
    /** QEMU's own, versions 2 and 3. */
    QCOW2(0, 0x514649FBL),
    /** VMware's. */
    VMDK(0, 0x4B444D56L),
    /** VirtualBox's. */
    VDI(0x40, 0x7F10DABEL);

    private final int magicAt;
    private final long magic;

    ImageFormat(int magicAt, long magic) {
        this.magicAt = magicAt;
        this.magic = magic;
    }

    /** As QEMU writes it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where its magic number stands. */
    int magicAt() {
        return magicAt;
    }

    /** The number, its high byte first. */
    long magic() {
        return magic;
    }

    /** The format of that name. */
    public static Optional<ImageFormat> named(String name) {
        return Arrays.stream(values()).filter(f -> f.text().equals(name)).findFirst();
    }

    /** What a file looks like: anything is raw that is nothing else. */
    public static ImageFormat probe(SparseFile file) {
        return Arrays.stream(values())
                .filter(f -> f != RAW && file.number(f.magicAt, 4) == f.magic)
                .findFirst()
                .orElse(RAW);
    }
}
