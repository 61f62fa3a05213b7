package org.ringlab.host.virt;

import java.util.List;
import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.FileSystem;
import org.ringlab.virt.VirtHost;

/** A host's files for its libvirtd. */
final class HostFiles implements VirtHost.Files {
    private static final long CAPACITY = 20L << 30;

    private final HostVirt host;

    HostFiles(HostVirt host) {
        this.host = host;
    }

    private FileSystem files() {
        return host.machine().files();
    }

    @Override
    public Kind kind(String path) {
        if (!path.startsWith("/") || !files().exists(path)) {
            return Kind.NONE;
        }
        boolean device = path.startsWith("/dev/") && !files().isDirectory(path);
        return device ? Kind.BLOCK : files().isDirectory(path) ? Kind.DIRECTORY : Kind.FILE;
    }

    @Override
    public Optional<String> read(String path) {
        try {
            return Optional.of(files().read(path));
        } catch (FileException none) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String path, String text) {
        try {
            files().makeDirectories(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
            files().write(path, text);
        } catch (FileException full) {
            // libvirtd writes a line into its log and goes on
        }
    }

    @Override
    public Optional<String> remove(String path) {
        try {
            files().remove(path);
            return Optional.empty();
        } catch (FileException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void link(String path, String target) {
        try {
            files().makeDirectories(path.substring(0, path.lastIndexOf('/')));
            if (!files().exists(path)) {
                files().link(path, target);
            }
        } catch (FileException taken) {
            // it is there already
        }
    }

    @Override
    public void makeDirectories(String path) {
        try {
            files().makeDirectories(path);
        } catch (FileException taken) {
            // whoever needs it will say so
        }
    }

    @Override
    public List<String> list(String path) {
        try {
            return files().list(path);
        } catch (FileException none) {
            return List.of();
        }
    }

    @Override
    public int mode(String path) {
        return files().mode(path);
    }

    @Override
    public long capacity() {
        return CAPACITY;
    }

    @Override
    public long used() {
        return 0;
    }

    @Override
    public boolean readable(String path, int user) {
        if (user == 0) {
            return true;
        }
        for (int slash = path.indexOf('/', 1); slash > 0; slash = path.indexOf('/', slash + 1)) {
            String directory = path.substring(0, slash);
            int bits = files().owner(directory) == user ? 0100 : 1;
            if ((files().mode(directory) & bits) == 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean allowed(String path) {
        return host.machine().selinux().allowsGuest(path);
    }

    @Override
    public Optional<String> onMedium(String image, String file) {
        return host.images()
                .file(image)
                .filter(InstallMedia::isCd)
                .flatMap(cd -> Optional.ofNullable(InstallMedia.files().get(file)));
    }

    @Override
    public void give(String path, int user) {
        files().setOwner(path, user);
    }
}
