package org.ringlab.virt.image;

import java.util.Map;
import java.util.TreeMap;

/** Files in a map. */
final class MemoryStore implements ImageStore {
    private final Map<String, SparseFile> files = new TreeMap<>();

    @Override
    public SparseFile open(String path) throws ImageException {
        SparseFile file = files.get(path);
        if (file == null) {
            throw new ImageException("No such file or directory");
        }
        return file;
    }

    @Override
    public SparseFile create(String path) throws ImageException {
        if (path.contains("/")) {
            throw new ImageException("No such file or directory");
        }
        SparseFile file = files.computeIfAbsent(path, p -> new SparseFile());
        file.truncate(0);
        return file;
    }

    @Override
    public void changed(String path, SparseFile file) {
        files.put(path, file);
    }

    @Override
    public void delete(String path) {
        files.remove(path);
    }
}
