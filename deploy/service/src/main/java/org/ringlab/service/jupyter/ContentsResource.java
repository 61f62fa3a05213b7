package org.ringlab.service.jupyter;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.web.Refusal;

/** The contents API: the files of whoever is signed in. */
@Path("/api/contents")
@Produces(MediaType.APPLICATION_JSON)
@Authenticated
public class ContentsResource {
    private final Contents contents;
    private final Checkpoints checkpoints;
    private final LessonCopies lessonCopies;
    private final CurrentUser user;

    ContentsResource(Contents contents, Checkpoints checkpoints, LessonCopies lessonCopies, CurrentUser user) {
        this.contents = contents;
        this.checkpoints = checkpoints;
        this.lessonCopies = lessonCopies;
        this.user = user;
    }

    /** The root folder. */
    @GET
    public ContentModel root(@QueryParam("content") @Nullable String content) {
        return get("", null, null, content, null);
    }

    /** A file or folder; {@code content=0} leaves the content out. */
    @GET
    @Path("{path:.+}")
    public ContentModel get(
            @PathParam("path") String path,
            @QueryParam("type") @Nullable String type,
            @QueryParam("format") @Nullable String format,
            @QueryParam("content") @Nullable String content,
            @QueryParam("hash") @Nullable String hash) {
        FilePath file = FilePath.of(path);
        lessonCopies.provide(user.name(), file);
        return contents.get(user.name(), file, type, format, !"0".equals(content), "1".equals(hash));
    }

    /** Saves: 201 for a new file, else 200. */
    @PUT
    @Path("{path:.+}")
    public Response save(@PathParam("path") String path, @Nullable ContentChange change) {
        FilePath file = FilePath.of(path);
        boolean existed = contents.exists(user.name(), file);
        ContentModel saved = contents.save(user.name(), file, required(change));
        return Response.status(existed ? 200 : 201).entity(saved).build();
    }

    /** Makes a new file in the root folder. */
    @POST
    public Response createInRoot(@Nullable ContentChange change) {
        return create("", change);
    }

    /** Makes a new file, or a copy, in a folder. */
    @POST
    @Path("{path:.+}")
    public Response create(@PathParam("path") String folder, @Nullable ContentChange change) {
        ContentModel made = contents.create(user.name(), FilePath.of(folder), required(change));
        return Response.status(201).entity(made).build();
    }

    /** Renames. */
    @PATCH
    @Path("{path:.+}")
    public ContentModel rename(@PathParam("path") String path, @Nullable ContentChange change) {
        String target = required(change).path();
        if (target == null || FilePath.of(target).isRoot()) {
            throw Refusal.badRequest("请求里缺少新路径 path。", "The request has no \"path\" to rename to.");
        }
        return contents.rename(user.name(), FilePath.of(path), FilePath.of(target));
    }

    /** Removes a file, or a folder with all that is in it. */
    @DELETE
    @Path("{path:.+}")
    public void delete(@PathParam("path") String path) {
        contents.delete(user.name(), FilePath.of(path));
    }

    /** A file's checkpoints. */
    @GET
    @Path("{path:.+}/checkpoints")
    public List<Checkpoints.Model> checkpoints(@PathParam("path") String path) {
        return checkpoints.list(user.name(), FilePath.of(path));
    }

    /** Makes a checkpoint. */
    @POST
    @Path("{path:.+}/checkpoints")
    public Response createCheckpoint(@PathParam("path") String path) {
        Checkpoints.Model made = checkpoints.create(user.name(), FilePath.of(path));
        return Response.created(URI.create(made.id())).entity(made).build();
    }

    /** Puts a checkpoint's content back. */
    @POST
    @Path("{path:.+}/checkpoints/{id:[0-9a-f-]{36}}")
    public void restore(@PathParam("path") String path, @PathParam("id") String id) {
        checkpoints.restore(user.name(), FilePath.of(path), id);
    }

    /** Forgets a checkpoint. */
    @DELETE
    @Path("{path:.+}/checkpoints/{id:[0-9a-f-]{36}}")
    public void deleteCheckpoint(@PathParam("path") String path, @PathParam("id") String id) {
        checkpoints.delete(user.name(), FilePath.of(path), id);
    }

    private static ContentChange required(@Nullable ContentChange change) {
        return change == null ? new ContentChange(null, null, null, null, null, null, null) : change;
    }
}
