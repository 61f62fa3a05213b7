package org.ringlab.service.jupyter;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.web.Refusal;

/**
 * Files as such, for downloads and for images in Markdown cells. Whatever they hold, they are shown without scripts and in
 * an origin of their own ({@code Content-Security-Policy: sandbox}).
 */
@Path("/files")
@Authenticated
public class FilesResource {
    private final Contents contents;
    private final CurrentUser user;

    FilesResource(Contents contents, CurrentUser user) {
        this.contents = contents;
        this.user = user;
    }

    /** The bytes of a file. */
    @GET
    @Path("{path:.+}")
    public Response get(@PathParam("path") String path, @QueryParam("download") @Nullable String download) {
        FilePath file = FilePath.of(path);
        byte[] bytes = contents.bytes(user.name(), file)
                .orElseThrow(() ->
                        Refusal.notFound("没有文件“" + file.text() + "”。", "There is no file “" + file.text() + "”."));
        Response.ResponseBuilder answer = Response.ok(bytes)
                .type(mediaType(file.name()))
                .header("Content-Security-Policy", "sandbox")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cache-Control", "private, no-cache");
        if (download != null) {
            String name = URLEncoder.encode(file.name(), StandardCharsets.UTF_8).replace("+", "%20");
            answer.header("Content-Disposition", "attachment; filename*=UTF-8''" + name);
        }
        return answer.build();
    }

    private static String mediaType(String name) {
        return Optional.ofNullable(URLConnection.guessContentTypeFromName(name))
                .map(type -> type.startsWith("text/") ? type + ";charset=UTF-8" : type)
                .orElse(name.endsWith(".svg") ? "image/svg+xml" : "application/octet-stream");
    }
}
