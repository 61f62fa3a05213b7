package org.ringlab.host.files;

/** A file whose content is made when it is read, as those under {@code /proc}. */
public interface GeneratedFile {
    /** What reading gives. */
    String read();

    /**
     * Takes what is written, trailing newline included.
     *
     * @throws FileException where the value doesn't suit ({@code Invalid argument}) or the file can't be written
     */
    void write(String text) throws FileException;

    /** A file that can only be read. */
    static GeneratedFile readOnly(java.util.function.Supplier<String> content) {
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
