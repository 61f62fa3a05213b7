package org.ringlab.host.machine;

import org.ringlab.host.files.FileException;
import org.ringlab.virt.image.ImageException;
import org.ringlab.virt.image.ImageStore;
import org.ringlab.virt.image.QemuVersion;
import org.ringlab.virt.image.SparseFile;

/** The files of a host as programs that work on disk images open them, from where the running process stands. */
public final class HostImages implements ImageStore {
    private final Session session;

    /** As that terminal's programs see them. */
    public HostImages(Session session) {
        this.session = session;
    }

    /** The QEMU a host has. */
    public static QemuVersion version(Machine machine) {
        return switch (machine.profile()) {
            case CENTOS7 -> QemuVersion.V1_5_3;
            case RECORDED, DEBIAN12 -> QemuVersion.V7_2;
        };
    }

    @Override
    public SparseFile open(String path) throws ImageException {
        try {
            return session.files().bytesOf(session.resolve(path));
        } catch (FileException e) {
            throw new ImageException(e.getMessage() == null ? "" : e.getMessage());
        }
    }

    @Override
    public SparseFile create(String path) throws ImageException {
        String absolute = session.resolve(path);
        try {
            if (session.files().exists(absolute)) {
                SparseFile there = session.files().bytesOf(absolute);
                there.truncate(0);
                session.files().store(absolute, there);
                return there;
            }
            SparseFile made = new SparseFile();
            session.files().store(absolute, made);
            return made;
        } catch (FileException e) {
            throw new ImageException(e.getMessage() == null ? "" : e.getMessage());
        }
    }

    @Override
    public void changed(String path, SparseFile file) {
        try {
            session.files().store(session.resolve(path), file);
        } catch (FileException gone) {
            // whoever wrote it had it open
        }
    }

    @Override
    public void delete(String path) {
        try {
            session.files().remove(session.resolve(path));
        } catch (FileException none) {
            // then there is nothing to delete
        }
    }
}
