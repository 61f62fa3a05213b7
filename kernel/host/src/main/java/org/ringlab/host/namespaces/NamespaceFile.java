package org.ringlab.host.namespaces;

import java.util.Optional;
import org.ringlab.host.files.FileException;
import org.ringlab.host.files.GeneratedFile;

/**
 * A namespace as a file (fs/nsfs.c): who opens it can enter it.
 *
 * @param namespace which
 * @param isLink whether it shows as a link, as under {@code /proc/PID/ns}
 */
public record NamespaceFile(Namespace namespace, boolean isLink) implements GeneratedFile {
    @Override
    public String read() throws FileException {
        throw new FileException(FileException.INVALID_ARGUMENT);
    }

    @Override
    public void write(String text) throws FileException {
        throw new FileException(FileException.INVALID_ARGUMENT);
    }

    @Override
    public Optional<String> link() {
        return isLink ? Optional.of(namespace.label()) : Optional.empty();
    }
}
