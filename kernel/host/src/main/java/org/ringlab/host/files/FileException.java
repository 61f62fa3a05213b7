package org.ringlab.host.files;

/** A file operation that failed; the message is {@code strerror}'s. */
public final class FileException extends Exception {
    private static final long serialVersionUID = 1L;

    /** ENOENT. */
    public static final String NO_SUCH_FILE = "No such file or directory";

    /** EISDIR. */
    public static final String IS_A_DIRECTORY = "Is a directory";

    /** ENOTDIR. */
    public static final String NOT_A_DIRECTORY = "Not a directory";

    /** EEXIST. */
    public static final String FILE_EXISTS = "File exists";

    /** EACCES. */
    public static final String PERMISSION_DENIED = "Permission denied";

    /** EINVAL. */
    public static final String INVALID_ARGUMENT = "Invalid argument";

    /** ENOTEMPTY. */
    public static final String NOT_EMPTY = "Directory not empty";

    /** ENOSPC. */
    public static final String NO_SPACE = "No space left on device";

    /** ELOOP. */
    public static final String TOO_MANY_LINKS = "Too many levels of symbolic links";
    /** EBUSY. */
    public static final String BUSY = "Device or resource busy";

    /** EROFS. */
    public static final String READ_ONLY = "Read-only file system";

    /** ERANGE. */
    public static final String OUT_OF_RANGE = "Numerical result out of range";

    /** EPERM. */
    public static final String NOT_PERMITTED = "Operation not permitted";

    /** A failure with {@code strerror}'s text. */
    public FileException(String message) {
        // An outcome like others, made often: where it was made says nothing.
        super(message, null, false, false);
    }
}
