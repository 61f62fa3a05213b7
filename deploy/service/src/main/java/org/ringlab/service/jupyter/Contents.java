package org.ringlab.service.jupyter;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Text;
import org.ringlab.service.submissions.StudentNotebooks;
import org.ringlab.service.web.Refusal;

/** What the contents API does with a student's files. Each method is one transaction. */
@ApplicationScoped
@Transactional
public class Contents implements StudentNotebooks {
    private final StoredFiles files;
    private final LabStates labStates;
    private final long maxFile;
    private final long maxStudent;

    Contents(
            StoredFiles files,
            LabStates labStates,
            @ConfigProperty(name = "ringlab.files.max-bytes", defaultValue = "10485760") long maxFile,
            @ConfigProperty(name = "ringlab.files.max-bytes-per-student", defaultValue = "104857600") long maxStudent) {
        this.files = files;
        this.labStates = labStates;
        this.maxFile = maxFile;
        this.maxStudent = maxStudent;
    }

    @Override
    public Optional<String> read(String username, String path) {
        return files.find(username, FilePath.of(path))
                .filter(file -> file.kind() != FileKind.DIRECTORY)
                .map(file -> new String(files.read(file), StandardCharsets.UTF_8));
    }

    /** The bytes of a file; empty for folders and what is not there. */
    public Optional<byte[]> bytes(String owner, FilePath path) {
        return files.find(owner, path)
                .filter(file -> file.kind() != FileKind.DIRECTORY)
                .map(files::read);
    }

    /** Whether there is something at the path. */
    public boolean exists(String owner, FilePath path) {
        return path.isRoot() || files.find(owner, path).isPresent();
    }

    /**
     * A file, notebook or folder.
     *
     * @param type the type to read it as; null for its own
     * @param format text or base64; null for what fits
     * @throws Refusal 404 when there is none, 400 when it is of another type or format
     */
    public ContentModel get(
            String owner,
            FilePath path,
            @Nullable String type,
            @Nullable String format,
            boolean withContent,
            boolean withHash) {
        StoredFile file = path.isRoot() ? root(owner) : require(owner, path);
        FileKind wanted = type == null || type.isEmpty() ? file.kind() : FileKind.of(type);
        boolean readable = wanted == file.kind() || (wanted == FileKind.FILE && file.kind() == FileKind.NOTEBOOK);
        if (!readable) {
            throw Refusal.badRequest(
                    path.text() + " 不是 " + type + "。",
                    path.text() + " is a " + file.kind().jupyterName() + ", no " + type + ".");
        }
        ContentModel model = ContentModel.of(file, withHash);
        return withContent ? withContent(model, file, wanted, format) : model;
    }

    private ContentModel withContent(ContentModel model, StoredFile file, FileKind wanted, @Nullable String format) {
        return switch (wanted) {
            case DIRECTORY -> model.as(wanted, "json", null, entries(file));
            case NOTEBOOK -> model.as(wanted, "json", null, NotebookFormat.read(files.read(file)));
            case FILE -> {
                byte[] bytes = files.read(file);
                Optional<String> text = "base64".equals(format) ? Optional.empty() : text(bytes);
                if (text.isEmpty() && "text".equals(format)) {
                    throw Refusal.badRequest(
                            file.path().text() + " 不是 UTF-8 文本。", file.path().text() + " is no UTF-8 text.");
                }
                yield text.map(plain -> model.as(wanted, "text", "text/plain", plain))
                        .orElseGet(() -> model.as(
                                wanted,
                                "base64",
                                "application/octet-stream",
                                Base64.getEncoder().encodeToString(bytes)));
            }
        };
    }

    private List<ContentModel> entries(StoredFile folder) {
        return files.in(folder.owner(), folder.path()).stream()
                .filter(file -> !file.path().isRoot())
                .map(file -> ContentModel.of(file, false))
                .toList();
    }

    private static Optional<String> text(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The root has no row: it is there for everybody, and can't be moved or removed. */
    private static StoredFile root(String owner) {
        return new StoredFile(owner, FilePath.ROOT, FileKind.DIRECTORY);
    }

    /**
     * Saves at a path; folders on the way are made.
     *
     * @return the saved file, without content
     * @throws Refusal 400 for a broken notebook or text, 409 for another type in the way, 413 for too much
     */
    public ContentModel save(String owner, FilePath path, ContentChange change) {
        FileKind kind = change.type() == null
                ? (path.looksLikeNotebook() ? FileKind.NOTEBOOK : FileKind.FILE)
                : FileKind.of(change.type());
        Optional<StoredFile> existing = files.find(owner, path);
        if (path.isRoot()
                || existing.filter(file -> isFolder(file) != (kind == FileKind.DIRECTORY))
                        .isPresent()) {
            throw new Refusal(
                    409,
                    new Text(
                            "“" + path.text() + "”已存在，类型不同。",
                            "“" + path.text() + "” exists already, as another type."));
        }
        StoredFile file = existing.orElseGet(() -> add(owner, path, kind));
        file.setKind(kind);
        if (kind != FileKind.DIRECTORY) {
            byte[] bytes = bytes(kind, change);
            // A large upload comes in parts, each appended to the one before.
            boolean later = change.chunk() != null && change.chunk() != 1;
            write(file, later ? joined(files.read(file), bytes) : bytes);
        }
        return ContentModel.of(file, true);
    }

    private static boolean isFolder(StoredFile file) {
        return file.kind() == FileKind.DIRECTORY;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static byte[] bytes(FileKind kind, ContentChange change) {
        JsonNode content = change.content();
        if (kind == FileKind.NOTEBOOK) {
            return NotebookFormat.write(content);
        }
        if (content == null || !content.isTextual()) {
            throw Refusal.badRequest("请求里缺少文件内容 content。", "The request has no text \"content\".");
        }
        if (!"base64".equals(change.format())) {
            return content.asText().getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getMimeDecoder().decode(content.asText());
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest("内容不是 base64。", "The content is no base64.");
        }
    }

    private void write(StoredFile file, byte[] bytes) {
        if (bytes.length > maxFile || files.used(file.owner()) - file.size() + bytes.length > maxStudent) {
            throw new Refusal(
                    413,
                    new Text(
                            "文件太大：单个文件最多 " + (maxFile >> 20) + " MB，全部文件最多 " + (maxStudent >> 20) + " MB。请清除输出后再保存。",
                            "Too large: a file may have " + (maxFile >> 20) + " MB, all your files together "
                                    + (maxStudent >> 20) + " MB. Clear outputs and save again."));
        }
        files.write(file, bytes);
    }

    private StoredFile add(String owner, FilePath path, FileKind kind) {
        makeFolders(owner, path.folder());
        StoredFile file = new StoredFile(owner, path, kind);
        files.add(file);
        return file;
    }

    private void makeFolders(String owner, FilePath folder) {
        if (folder.isRoot()) {
            return;
        }
        Optional<StoredFile> existing = files.find(owner, folder);
        if (existing.isEmpty()) {
            add(owner, folder, FileKind.DIRECTORY);
        } else if (!isFolder(existing.get())) {
            throw Refusal.badRequest("“" + folder.text() + "”不是文件夹。", "“" + folder.text() + "” is no folder.");
        }
    }

    /**
     * Makes a file under a name that is free.
     *
     * @param folder where
     * @return the new file, without content
     */
    public ContentModel create(String owner, FilePath folder, ContentChange change) {
        if (change.copyFrom() != null) {
            return copy(owner, folder, FilePath.of(change.copyFrom()));
        }
        FileKind kind = change.type() == null ? FileKind.FILE : FileKind.of(change.type());
        return switch (kind) {
            case DIRECTORY -> ContentModel.of(add(owner, free(owner, folder, "Untitled Folder", " ", ""), kind), false);
            case NOTEBOOK ->
                ContentModel.of(
                        store(
                                owner,
                                free(owner, folder, "Untitled", "", ".ipynb"),
                                kind,
                                NotebookFormat.EMPTY.getBytes(StandardCharsets.UTF_8)),
                        false);
            case FILE ->
                ContentModel.of(
                        store(
                                owner,
                                free(owner, folder, "untitled", "", change.ext() == null ? ".txt" : change.ext()),
                                kind,
                                new byte[0]),
                        false);
        };
    }

    private ContentModel copy(String owner, FilePath folder, FilePath source) {
        StoredFile from = require(owner, source);
        if (isFolder(from)) {
            throw Refusal.badRequest("不能复制文件夹。", "Folders can't be copied.");
        }
        FilePath target = folder.child(source.name());
        if (exists(owner, target)) {
            target = free(owner, folder, source.stem() + "-Copy1", "", source.extension());
        }
        return ContentModel.of(store(owner, target, from.kind(), files.read(from)), false);
    }

    /** Stores bytes at a free path. */
    StoredFile store(String owner, FilePath path, FileKind kind, byte[] bytes) {
        StoredFile file = add(owner, path, kind);
        write(file, bytes);
        return file;
    }

    private FilePath free(String owner, FilePath folder, String stem, String separator, String extension) {
        FilePath path = folder.child(stem + extension);
        for (int number = 1; exists(owner, path); number++) {
            path = folder.child(stem + separator + number + extension);
        }
        return path;
    }

    /**
     * Moves a file or a folder with all that is in it.
     *
     * @throws Refusal 404 when it is not there, 409 when something is at the target
     */
    public ContentModel rename(String owner, FilePath from, FilePath to) {
        StoredFile file = require(owner, from);
        if (!from.equals(to)) {
            if (exists(owner, to) || to.text().startsWith(from.text() + "/")) {
                throw new Refusal(409, new Text("“" + to.text() + "”已存在。", "“" + to.text() + "” exists already."));
            }
            makeFolders(owner, to.folder());
            for (StoredFile each : files.below(owner, from)) {
                FilePath target = new FilePath(
                        to.text() + each.path().text().substring(from.text().length()));
                labStates.move(owner, each.path(), target);
                each.move(target);
            }
            labStates.move(owner, from, to);
            file.move(to);
        }
        return ContentModel.of(file, false);
    }

    /** Removes a file, or a folder with all that is in it. */
    public void delete(String owner, FilePath path) {
        StoredFile file = require(owner, path);
        files.below(owner, path).forEach(each -> {
            labStates.remove(owner, each.path());
            files.remove(each);
        });
        labStates.remove(owner, path);
        files.remove(file);
    }

    private StoredFile require(String owner, FilePath path) {
        return files.find(owner, path)
                .orElseThrow(() ->
                        Refusal.notFound("没有文件“" + path.text() + "”。", "There is no file “" + path.text() + "”."));
    }
}
