package org.ringlab.virt.image;

/** The files of a host, as programs that work on images open them. Paths are as given to the program. */
public interface ImageStore {
    /**
     * The file at a path.
     *
     * @throws ImageException with {@code strerror}'s text, such as {@code No such file or directory}
     */
    SparseFile open(String path) throws ImageException;

    /**
     * An empty file at a path, which may have been there: then it is emptied.
     *
     * @throws ImageException with {@code strerror}'s text
     */
    SparseFile create(String path) throws ImageException;

    /** A file was changed: what the host keeps of it follows. */
    void changed(String path, SparseFile file);

    /** Deletes a file where it is there. */
    void delete(String path);
}
