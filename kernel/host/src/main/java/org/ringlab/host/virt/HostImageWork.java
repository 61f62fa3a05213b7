package org.ringlab.host.virt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.machine.HostImages;
import org.ringlab.virt.VirError;
import org.ringlab.virt.VirError.Code;
import org.ringlab.virt.VirtHost;
import org.ringlab.virt.image.Chunk;
import org.ringlab.virt.image.ImageChain;
import org.ringlab.virt.image.ImageException;
import org.ringlab.virt.image.ImageFormat;
import org.ringlab.virt.image.ImageInfo;
import org.ringlab.virt.image.QemuImg;
import org.ringlab.virt.image.QemuVersion;
import org.ringlab.virt.image.SparseFile;
import org.ringlab.virt.image.ToolResult;

/** Disk images of a host for its libvirtd, which lets {@code qemu-img} do the work. */
final class HostImageWork implements VirtHost.Images {
    private static final long MEBIBYTE = 1 << 20;
    private static final int SECTOR = 512;
    private static final int PARTITION = 446;

    private final HostVirt host;

    HostImageWork(HostVirt host) {
        this.host = host;
    }

    private HostImages store() {
        return new HostImages(host.terminal());
    }

    /** The file at a path; empty where there is none. */
    Optional<SparseFile> file(String path) {
        try {
            return host.machine().files().isDirectory(path)
                    ? Optional.empty()
                    : Optional.of(host.machine().files().bytesOf(path));
        } catch (FileException none) {
            return Optional.empty();
        }
    }

    /** The first bytes that a guest reads from an image; zeros where it can't be read. */
    byte[] firstBytes(String path, String format, int count) {
        try {
            return ImageChain.open(store(), path, ImageFormat.named(format))
                    .read(0, count)
                    .bytes();
        } catch (ImageException unreadable) {
            return new byte[count];
        }
    }

    private void qemuImg(List<String> words) throws VirError {
        // Whoever manages images has them open already: no locks in the way.
        ToolResult result = new QemuImg(store(), QemuVersion.V7_2, host.now()).run(words);
        if (result.status() != 0) {
            throw new VirError(
                    Code.INTERNAL,
                    "Child process (/usr/bin/qemu-img " + String.join(" ", words) + ") unexpected exit status "
                            + result.status() + ": " + result.err());
        }
    }

    @Override
    public Optional<VirtHost.Image> info(String path) {
        Optional<SparseFile> file = file(path);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            ImageInfo info = ImageInfo.of(store(), path, Optional.empty());
            return Optional.of(new VirtHost.Image(
                    info.format().text(),
                    info.virtualSize(),
                    file.get().length(),
                    file.get().allocated(),
                    info.backing(),
                    info.backingFormat()));
        } catch (ImageException damaged) {
            long length = file.get().length();
            return Optional.of(new VirtHost.Image(
                    "raw", length, length, file.get().allocated(), Optional.empty(), Optional.empty()));
        }
    }

    @Override
    public void create(
            String path, String format, long size, long allocated, Optional<String> backing, String backingFormat)
            throws VirError {
        List<String> words = new ArrayList<>(List.of("create", "-q", "-f", format));
        if (backing.isPresent()) {
            words.addAll(List.of("-b", backing.get(), "-F", backingFormat));
        }
        words.add(path);
        words.add(String.valueOf(size));
        qemuImg(words);
        if (format.equals("raw") && allocated > 0) {
            allocate(path, Math.min(allocated, size));
        }
    }

    /** Has a raw file's first bytes stored, zeros as they are. */
    private void allocate(String path, long bytes) {
        file(path).ifPresent(file -> {
            file.fill(0, bytes, (byte) 0);
            store().changed(path, file);
        });
    }

    @Override
    public void resize(String path, String format, long size) throws VirError {
        boolean smaller = info(path).map(VirtHost.Image::size).orElse(0L) > size;
        List<String> words = new ArrayList<>(List.of("resize", "-q"));
        if (smaller) {
            words.add("--shrink");
        }
        words.addAll(List.of("-f", format, path, String.valueOf(size)));
        unlocked(path, () -> qemuImg(words));
    }

    @Override
    public void copy(String from, String to, String format) throws VirError {
        unlocked(from, () -> qemuImg(List.of("convert", "-f", format, "-O", format, from, to)));
        if (format.equals("raw")) {
            file(from).ifPresent(f -> allocate(to, f.allocated()));
        }
    }

    @Override
    public void wipe(String path) throws VirError {
        file(path).ifPresent(file -> {
            file.fill(0, file.length(), (byte) 0);
            store().changed(path, file);
        });
    }

    @Override
    public void snapshot(String path, String name, boolean memory) throws VirError {
        unlocked(path, () -> qemuImg(List.of("snapshot", "-c", name, path)));
    }

    @Override
    public void revert(String path, String name) throws VirError {
        unlocked(path, () -> qemuImg(List.of("snapshot", "-a", name, path)));
    }

    @Override
    public void deleteSnapshot(String path, String name) throws VirError {
        unlocked(path, () -> qemuImg(List.of("snapshot", "-d", name, path)));
    }

    @Override
    public void commit(String overlay) throws VirError {
        unlocked(overlay, () -> qemuImg(List.of("commit", "-q", "-d", overlay)));
    }

    /** Work that may fail. */
    private interface Work {
        void run() throws VirError;
    }

    /** QEMU itself, which holds the lock, does it. */
    private void unlocked(String path, Work work) throws VirError {
        Optional<SparseFile> file = file(path).filter(SparseFile::isLocked);
        file.ifPresent(SparseFile::unlock);
        try {
            work.run();
        } finally {
            file.ifPresent(SparseFile::lock);
        }
    }

    /** Writes all that a guest reads into a file of another host: block by block, zeros too. */
    void mirror(HostVirt target, String path, String format) throws VirError {
        try {
            ImageChain source = ImageChain.open(store(), path, ImageFormat.named(format));
            target.images().create(path, format, source.size(), 0, Optional.empty(), "");
            ImageChain copy = ImageChain.open(target.images().store(), path, ImageFormat.named(format));
            source.copyTo(copy);
            target.images().store().changed(path, copy.top().image().file());
        } catch (ImageException e) {
            throw new VirError(Code.INTERNAL, "unable to execute QEMU command 'drive-mirror': " + e.text());
        }
    }

    /** What an installer leaves on a disk: a boot loader with its mark, a partition, a file system in it. */
    void installSystem(String path, String format) {
        try {
            ImageChain disk = ImageChain.open(store(), path, ImageFormat.named(format));
            byte[] sector = new byte[SECTOR];
            byte[] loader =
                    "\u00ebc\u0090GRUB \0Geom\0Hard Disk\0Read\0 Error\r\n".getBytes(StandardCharsets.ISO_8859_1);
            System.arraycopy(loader, 0, sector, 0, loader.length);
            sector[PARTITION] = (byte) 0x80;
            sector[PARTITION + 4] = (byte) 0x83;
            sector[PARTITION + 9] = 8;
            sector[SECTOR - 2] = 0x55;
            sector[SECTOR - 1] = (byte) 0xAA;
            disk.write(0, Chunk.of(sector));
            disk.write(MEBIBYTE, Chunk.of("XFSB".getBytes(StandardCharsets.US_ASCII)));
            store().changed(path, disk.top().image().file());
        } catch (ImageException broken) {
            throw new IllegalStateException(path, broken);
        }
    }

    /** A guest writes to these from now on, or no longer. */
    void lock(List<String> paths, boolean on) {
        for (String path : paths) {
            file(path).ifPresent(file -> {
                if (on) {
                    file.lock();
                } else {
                    file.unlock();
                }
            });
        }
    }
}
