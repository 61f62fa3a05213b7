package org.ringlab.service.jupyter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.security.Authenticated;
import jakarta.ws.rs.CookieParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.start.Secrets;

/** The pages of the notebook interface: one template, and a page config that says which of them it is. */
@Path("/")
@Authenticated
public class NotebookPages {
    /** What the interface needs, and no other host; from deploy/notebook/README.md. */
    private static final String POLICY = "default-src 'self'; script-src 'self' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: attachment:; font-src 'self' data:; connect-src 'self';"
            + " worker-src 'self' blob:; frame-src 'self' blob: data:; object-src 'none'; base-uri 'self';"
            + " frame-ancestors 'self'";

    private static final int XSRF_BYTES = 16;

    private final NotebookBundle bundle;
    private final PluginSettings settings;
    private final LessonCopies lessonCopies;
    private final NotebookSessions sessions;
    private final KernelHost host;
    private final CurrentUser user;
    private final ObjectMapper json;

    NotebookPages(
            NotebookBundle bundle,
            PluginSettings settings,
            LessonCopies lessonCopies,
            NotebookSessions sessions,
            KernelHost host,
            CurrentUser user,
            ObjectMapper json) {
        this.bundle = bundle;
        this.settings = settings;
        this.lessonCopies = lessonCopies;
        this.sessions = sessions;
        this.host = host;
        this.user = user;
        this.json = json;
    }

    /** A notebook; of a lesson that is opened the first time, the student's copies are made. Its kernel begins to start. */
    @GET
    @Path("notebooks/{path:.+}")
    public Response notebook(@PathParam("path") String path, @CookieParam(XsrfCheck.COOKIE) @Nullable String xsrf) {
        FilePath file = FilePath.of(path);
        lessonCopies.provide(user.name(), file);
        if (file.looksLikeNotebook()) {
            sessions.begin(user.name(), file);
        }
        return page("notebooks", file, xsrf);
    }

    /** The student's files, from the root. */
    @GET
    @Path("tree")
    public Response root(@CookieParam(XsrfCheck.COOKIE) @Nullable String xsrf) {
        return page("tree", FilePath.ROOT, xsrf);
    }

    /** A folder of the student's files. */
    @GET
    @Path("tree/{path:.+}")
    public Response tree(@PathParam("path") String path, @CookieParam(XsrfCheck.COOKIE) @Nullable String xsrf) {
        return page("tree", FilePath.of(path), xsrf);
    }

    /** A text file in the editor. */
    @GET
    @Path("edit/{path:.+}")
    public Response edit(@PathParam("path") String path, @CookieParam(XsrfCheck.COOKIE) @Nullable String xsrf) {
        return page("edit", FilePath.of(path), xsrf);
    }

    private Response page(String kind, FilePath file, @Nullable String xsrf) {
        String language = user.language();
        String page = bundle.page()
                .replace("{{language}}", language.equals("zh") ? "zh-CN" : "en")
                .replace("{{title}}", escaped(file.isRoot() ? "Ringlab" : file.name()))
                .replace("{{staticUrl}}", "/static/notebook/" + escaped(bundle.version()) + "/")
                .replace("{{config}}", inScript(config(kind, file, language)))
                .replace("{{settings}}", inScript(settings.all(user.name())))
                .replace("</body>", banner() + "</body>");
        Response.ResponseBuilder answer = Response.ok(page)
                .type(MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", POLICY);
        if (xsrf == null || xsrf.isEmpty()) {
            // Readable by scripts: the interface repeats it in a header.
            answer.cookie(new NewCookie.Builder(XsrfCheck.COOKIE)
                    .value(Secrets.random(XSRF_BYTES))
                    .path("/")
                    .sameSite(NewCookie.SameSite.LAX)
                    .build());
        }
        return answer.build();
    }

    /** Over everything the interface draws: nobody may overlook that kernels are not isolated. */
    private String banner() {
        return host.banner()
                .map(warning -> "<div role=\"alert\" style=\"position:fixed;bottom:0;left:0;right:0;z-index:10000;"
                        + "padding:.3em;background:#b00020;color:#fff;text-align:center\">" + escaped(warning)
                        + "</div>")
                .orElse("");
    }

    private static Map<String, String> config(String kind, FilePath file, String language) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("baseUrl", "/");
        config.put("notebookPage", kind);
        config.put("ringlabLanguage", language);
        config.put("ringlabHome", "/");
        if (kind.equals("tree")) {
            config.put("treePath", file.text());
        }
        return config;
    }

    /** JSON that may stand in a script element: it can't end it. */
    private String inScript(Object value) {
        try {
            return json.writeValueAsString(value).replace("<", "\\u003c");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and trees are always JSON", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
