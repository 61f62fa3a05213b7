package org.ringlab.host.files;

import java.util.Optional;
import java.util.function.Supplier;

/** A file whose content is made when it is read, as those under {@code /proc}. */
public interface GeneratedFile {
    /** What reading gives, or an error. */
    String read() throws FileException;

    /**
     * Takes what is written, trailing newline included.
     *
     * @throws FileException where the value doesn't suit ({@code Invalid argument}) or the file can't be written
     */
    void write(String text) throws FileException;

    /** Where it leads, for a symbolic link; empty for a file. */
    default Optional<String> link() {
        return Optional.empty();
    }

    /** What {@code ls -l} shows in front of its date, for a device: mode, links, owners, numbers; empty for others. */
    default Optional<String> device() {
        return Optional.empty();
    }

    /** A device that is there and can't be read or written as text. */
    static GeneratedFile device(String shown) {
        return new GeneratedFile() {
            @Override
            public String read() throws FileException {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }

            @Override
            public void write(String text) throws FileException {
                throw new FileException(FileException.INVALID_ARGUMENT);
            }

            @Override
            public Optional<String> device() {
                return Optional.of(shown);
            }
        };
    }

    /** A symbolic link that leads to a text of its own making. */
    static GeneratedFile linkTo(String target) {
        return new GeneratedFile() {
            @Override
            public String read() {
                return "";
            }

            @Override
            public void write(String text) throws FileException {
                throw new FileException(FileException.PERMISSION_DENIED);
            }

            @Override
            public Optional<String> link() {
                return Optional.of(target);
            }
        };
    }

    /** A file that can only be read. */
    static GeneratedFile readOnly(Supplier<String> content) {
        return new GeneratedFile() {
            @Override
            public String read() {
                return content.get();
            }

            @Override
            public void write(String text) throws FileException {
                throw new FileException(FileException.PERMISSION_DENIED);
            }
        };
    }
}
