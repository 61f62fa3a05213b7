package org.ringlab.virt.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of an image file without its backing files.
 *
 * @param path as asked
 * @param format the format found, or the one named
 * @param virtualSize bytes of the disk
 * @param actualSize bytes it takes on the host's disk
 * @param backing the backing file as written in it; empty without one
 * @param backingFormat that file's format as written; empty where it isn't
 * @param backingPath where that name leads from here
 * @param snapshots internal snapshots in the order they were made
 */
public record ImageInfo(
        String path,
        ImageFormat format,
        long virtualSize,
        long actualSize,
        Optional<String> backing,
        Optional<String> backingFormat,
        Optional<String> backingPath,
        List<Snapshot> snapshots) {
    /**
     * Looks at a file.
     *
     * @param format its format; empty to find out
     * @throws ImageException with QEMU's text, where it isn't there or not of that format
     */
    public static ImageInfo of(ImageStore store, String path, Optional<ImageFormat> format) throws ImageException {
        DiskImage image = ImageChain.alone(store, path, format).top().image();
        return new ImageInfo(
                path,
                image.format(),
                image.size(),
                image.file().allocated(),
                image.backing(),
                image.backingFormat(),
                image.backing().map(name -> ImageChain.beside(path, name)),
                image instanceof Qcow2Image qcow2 ? new Qcow2Snapshots(qcow2).all() : List.of());
    }

    /**
     * A file and all those below it, the top first.
     *
     * @throws ImageException where one isn't there
     */
    public static List<ImageInfo> chain(ImageStore store, String path, Optional<ImageFormat> format)
            throws ImageException {
        List<ImageInfo> chain = new ArrayList<>();
        Optional<String> next = Optional.of(path);
        Optional<ImageFormat> wanted = format;
        while (next.isPresent()) {
            String here = next.get();
            if (chain.stream().anyMatch(info -> info.path().equals(here))) {
                throw new ImageException("Backing file '" + here + "' creates an infinite loop.");
            }
            ImageInfo info = of(store, here, wanted);
            chain.add(info);
            next = info.backingPath();
            wanted = info.backingFormat().flatMap(ImageFormat::named);
        }
        return List.copyOf(chain);
    }
}
