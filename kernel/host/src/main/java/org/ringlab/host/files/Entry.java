package org.ringlab.host.files;

import org.ringlab.virt.image.SparseFile;

/** What is at a path of a {@link Volume}. */
sealed interface Entry {
    /** A directory. */
    record Directory() implements Entry {}

    /** A file with that content. */
    record Text(String content) implements Entry {}

    /** A file of bytes that nobody reads as text, maybe with holes: a disk image. */
    record Binary(SparseFile file) implements Entry {}

    /** A file that is made when it is looked at. */
    record Generated(GeneratedFile file) implements Entry {}

    /** A symbolic link to that path, absolute or from its own directory. */
    record Link(String target) implements Entry {}
}
