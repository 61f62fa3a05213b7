package org.ringlab.service.jupyter;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file as the contents API shows it; the member names are Jupyter's.
 *
 * @param name last name of the path
 * @param path the path, without a leading slash
 * @param type directory, file or notebook
 * @param format json, text or base64; null without content
 * @param mimetype for files with content
 * @param content a notebook's tree, a file's text, a folder's entries; null when not asked for
 * @param created when it was made
 * @param lastModified when it was last written
 * @param size bytes; null for folders
 * @param writable always true: all a student sees is theirs
 * @param hash SHA-256 when asked for
 * @param hashAlgorithm sha256 when asked for
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ContentModel(
        String name,
        String path,
        String type,
        @Nullable String format,
        @Nullable String mimetype,
        @Nullable Object content,
        Instant created,
        @JsonProperty("last_modified") Instant lastModified,
        @Nullable Long size,
        boolean writable,
        @Nullable String hash,
        @JsonProperty("hash_algorithm") @Nullable String hashAlgorithm) {

    /**
     * A file without its content.
     *
     * @param withHash whether the hash was asked for
     */
    static ContentModel of(StoredFile file, boolean withHash) {
        boolean folder = file.kind() == FileKind.DIRECTORY;
        boolean hashed = withHash && !folder;
        return new ContentModel(
                file.path().name(),
                file.path().text(),
                file.kind().jupyterName(),
                null,
                null,
                null,
                file.createdAt(),
                file.modifiedAt(),
                folder ? null : file.size(),
                true,
                hashed ? file.hash() : null,
                hashed ? "sha256" : null);
    }

    /** The same as another type: a notebook can be read as a file. */
    ContentModel as(FileKind kind, String newFormat, @Nullable String newMimetype, Object newContent) {
        return new ContentModel(
                name,
                path,
                kind.jupyterName(),
                newFormat,
                newMimetype,
                newContent,
                created,
                lastModified,
                size,
                writable,
                hash,
                hashAlgorithm);
    }
}
