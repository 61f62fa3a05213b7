package org.ringlab.virt.image;

import java.util.Optional;

/** One run of {@code qemu-img} or {@code qemu-io}: whose files, which version, what it prints. */
final class ToolRun {
    private final String program;
    private final ImageStore store;
    private final QemuVersion version;
    private final long seconds;
    private final StringBuilder out = new StringBuilder();
    private final StringBuilder err = new StringBuilder();

    ToolRun(String program, ImageStore store, QemuVersion version, long seconds) {
        this.program = program;
        this.store = store;
        this.version = version;
        this.seconds = seconds;
    }

    ImageStore store() {
        return store;
    }

    QemuVersion version() {
        return version;
    }

    boolean isOld() {
        return version == QemuVersion.V1_5_3;
    }

    /** The time of day, in seconds since 1970. */
    long seconds() {
        return seconds;
    }

    void print(String text) {
        out.append(text);
    }

    void line(String text) {
        out.append(text).append('\n');
    }

    /** Standard error, as it is. */
    void raw(String text) {
        err.append(text);
    }

    /** A complaint behind the program's name; the status 1. */
    int error(String text) {
        err.append(program).append(": ").append(text).append('\n');
        return 1;
    }

    /** A complaint about the arguments. */
    int usage(String text) {
        error(text);
        err.append("Try '").append(program).append(" --help' for more information\n");
        return 1;
    }

    ToolResult result(int status) {
        return new ToolResult(out.toString(), err.toString(), status);
    }

    /** A format by its name, as an option gives it. */
    Optional<ImageFormat> format(Optional<String> name) throws ImageException {
        if (name.isPresent() && ImageFormat.named(name.get()).isEmpty()) {
            throw new ImageException("Unknown driver '" + name.get() + "'");
        }
        return name.flatMap(ImageFormat::named);
    }

    /**
     * Opens an image with its backing files; locks of other programs are respected, complaints name the file.
     *
     * @param writes whether it will be changed
     * @param shares whether locks don't matter ({@code -U})
     */
    ImageChain open(String path, Optional<String> format, boolean writes, boolean shares, boolean alone)
            throws ImageException {
        try {
            Optional<ImageFormat> wanted = format(format);
            ImageChain chain = alone ? ImageChain.alone(store, path, wanted) : ImageChain.open(store, path, wanted);
            if (!isOld() && !shares) {
                checkLock(path, chain.top().image().file(), writes);
            }
            if (writes && wanted.isEmpty() && chain.top().image().format() == ImageFormat.RAW) {
                raw("WARNING: Image format was not specified for '" + path + "' and probing guessed raw.\n"
                        + "         Automatically detecting the format is dangerous for raw images, write operations"
                        + " on block 0 will be restricted.\n"
                        + "         Specify the 'raw' format explicitly to remove the restrictions.\n");
            }
            return chain;
        } catch (ImageException e) {
            throw new ImageException("Could not open '" + path + "': " + e.text());
        }
    }

    void checkLock(String path, SparseFile file, boolean writes) throws ImageException {
        if (file.isLocked()) {
            throw new ImageException("Failed to get " + (writes ? "" : "shared ") + "\"write\" lock\n"
                    + "Is another process using the image [" + path + "]?");
        }
    }

    /** The host's file follows what was changed in an image. */
    void changed(ImageChain.Layer layer) {
        store.changed(layer.path(), layer.image().file());
    }
}
