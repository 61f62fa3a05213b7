package org.ringlab.service.jupyter;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.web.Refusal;

/** What students can do with their copies of a lesson. */
@Path("/api/ringlab/lessons")
@Authenticated
public class LessonResource {
    private final LessonCopies copies;
    private final CurrentUser user;

    LessonResource(LessonCopies copies, CurrentUser user) {
        this.copies = copies;
        this.user = user;
    }

    /**
     * Which file.
     *
     * @param path the lesson's file, as in the student's folder
     */
    public record Order(@Nullable String path) {}

    /**
     * What was done.
     *
     * @param path the fresh copy
     * @param kept where the student's own version is now; null when there was none
     */
    public record Answer(String path, @Nullable String kept) {}

    /** A fresh copy of a lesson's file; the student's own version is kept beside it. */
    @POST
    @Path("fresh-copy")
    public Answer freshCopy(@Nullable Order order) {
        if (order == null || order.path() == null) {
            throw Refusal.badRequest("请求里缺少 path。", "The request has no \"path\".");
        }
        FilePath path = FilePath.of(order.path());
        return new Answer(
                path.text(),
                copies.refresh(user.name(), path).map(FilePath::text).orElse(null));
    }
}
