package org.ringlab.host.virt;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.host.files.Volume;
import org.ringlab.virt.image.Chunk;
import org.ringlab.virt.image.SparseFile;

/**
 * CentOS 7's installation medium: an image with the volume descriptors that firmware and mount look at (ECMA-119, El
 * Torito), and the files on it that others need: the installer's kernel and its first root file system.
 */
public final class InstallMedia {
    /** What the kernel's file begins with; a student's own text boots nothing. */
    private static final String KERNEL = "Linux kernel x86 boot executable bzImage, version 3.10.0-1160.el7.x86_64";

    private static final String INITRD = "ASCII cpio archive: dracut with anaconda 21.48.22.159-1";

    private static final String LABEL = "CentOS 7 x86_64";
    private static final long LENGTH = 1_020_264_448L;
    private static final int SECTOR = 2048;
    private static final int PRIMARY = 16 * SECTOR;
    private static final int BOOT_RECORD = 17 * SECTOR;
    private static final int LABEL_AT = 40;

    private InstallMedia() {}

    /** Puts such an image into a host's files. */
    public static void put(FileSystem files, String path) {
        SparseFile image = new SparseFile();
        image.write(PRIMARY, Chunk.of(bytes("\1CD001\1\0LINUX".concat(" ".repeat(27)) + LABEL)));
        image.write(BOOT_RECORD, Chunk.of(bytes("\0CD001\1EL TORITO SPECIFICATION")));
        image.truncate(LENGTH);
        files.install(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
        try {
            files.store(path, image);
        } catch (FileException taken) {
            throw new IllegalStateException(path, taken);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(SparseFile image, long at, int count) {
        return at + count > image.length()
                ? ""
                : new String(image.read(at, count).bytes(), StandardCharsets.ISO_8859_1);
    }

    /** Whether bytes are a file system of a CD. */
    public static boolean isCd(SparseFile image) {
        return text(image, PRIMARY, 6).equals("\1CD001");
    }

    /** Whether firmware can boot such a CD, and it installs. */
    static boolean installs(SparseFile image) {
        return isCd(image)
                && text(image, BOOT_RECORD, 30).startsWith("\0CD001\1EL TORITO")
                && text(image, PRIMARY + LABEL_AT, LABEL.length()).equals(LABEL);
    }

    /** Whether a file is a kernel of Linux. */
    static boolean isKernel(String content) {
        return content.startsWith(KERNEL);
    }

    /** Whether a file is the installer that such a kernel starts. */
    static boolean isInstaller(String content) {
        return content.startsWith(INITRD);
    }

    /** The files of the medium, as mounted. */
    public static Volume mounted() {
        Volume volume = Volume.disk("iso9660");
        files().forEach(volume::put);
        return volume;
    }

    /** What is on it, by path. */
    static Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        for (String directory : new String[] {"/isolinux", "/images/pxeboot"}) {
            files.put(directory + "/vmlinuz", KERNEL + "\n");
            files.put(directory + "/initrd.img", INITRD + "\n");
        }
        files.put(
                "/isolinux/isolinux.cfg", "default linux\nlabel linux\n  kernel vmlinuz\n  append initrd=initrd.img\n");
        files.put(
                "/.treeinfo",
                "[general]\nfamily = CentOS\nversion = 7\narch = x86_64\n\n[images-x86_64]\n"
                        + "kernel = images/pxeboot/vmlinuz\ninitrd = images/pxeboot/initrd.img\n");
        files.put("/CentOS_BuildTag", "20201104-1\n");
        return files;
    }
}
