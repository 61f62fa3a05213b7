package org.ringlab.host.files;

/**
 * A volume, or a part of it, at a place of the tree of files (struct mount).
 *
 * @param volume what is mounted
 * @param root the path in the volume that shows at {@code target}: {@code /}, or what a bind mount names
 * @param source what {@code mount} names in front of {@code on}
 * @param target where, an absolute path
 * @param options as {@code mount} lists them: {@code rw,relatime}
 */
public record Mount(Volume volume, String root, String source, String target, String options) {
    /** Whether {@code path} lies at or below the place. */
    boolean covers(String path) {
        return target.equals("/")
                || path.startsWith(target) && (path.length() == target.length() || path.charAt(target.length()) == '/');
    }

    /** The path in the volume of something that lies below the place. */
    String inside(String path) {
        String below = target.equals("/") ? path : path.substring(target.length());
        String whole = root.equals("/") ? below : below.equals("/") ? root : root + below;
        return whole.isEmpty() ? "/" : whole;
    }

    /** Whether nothing can be written by this way. */
    public boolean isReadOnly() {
        return options.equals("ro") || options.startsWith("ro,");
    }

    /** The same with other options. */
    public Mount withOptions(String newOptions) {
        return new Mount(volume, root, source, target, newOptions);
    }
}
