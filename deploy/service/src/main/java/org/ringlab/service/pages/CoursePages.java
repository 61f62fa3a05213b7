package org.ringlab.service.pages;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.security.Authenticated;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.RestForm;
import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;
import org.ringlab.content.Lesson;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.jupyter.NotebookBundle;
import org.ringlab.service.submissions.NothingAccepted;
import org.ringlab.service.submissions.Receipt;
import org.ringlab.service.submissions.Refused;
import org.ringlab.service.submissions.SubmitService;
import org.ringlab.service.submissions.Upload;
import org.ringlab.service.web.Refusal;

/** The course and its lessons, with the student's own progress and the ways to submit. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
@Authenticated
public class CoursePages {
    private final Pages pages;
    private final Catalog catalog;
    private final Progress progress;
    private final SubmitService submit;
    private final CurrentUser user;
    private final NotebookBundle bundle;

    CoursePages(
            Pages pages,
            Catalog catalog,
            Progress progress,
            SubmitService submit,
            CurrentUser user,
            NotebookBundle bundle) {
        this.pages = pages;
        this.catalog = catalog;
        this.progress = progress;
        this.submit = submit;
        this.user = user;
        this.bundle = bundle;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance course(Frame page, List<LessonCard> lessons);

        static native TemplateInstance lesson(
                Frame page,
                LessonCard lesson,
                List<NotebookLink> notebooks,
                List<ExerciseCard> exercises,
                List<String> notebookInterface,
                long most,
                String accepted,
                List<String> leftOut);
    }

    /** All lessons. */
    @GET
    @Transactional
    public TemplateInstance course() {
        List<LessonCard> cards = progress.cards(catalog.lessons(), pages.language(), user.account());
        return pages.localized(Templates.course(pages.frame(pages.words().course()), cards));
    }

    /** One lesson, with its exercises. */
    @GET
    @Path("lessons/{id}")
    @Transactional
    public TemplateInstance lesson(@PathParam("id") String id) {
        return page(find(id), "", List.of());
    }

    private TemplateInstance page(Lesson lesson, String accepted, List<String> leftOut) {
        String language = pages.language();
        return pages.localized(Templates.lesson(
                pages.frameAt(lesson.title().in(language), "/lessons/" + lesson.id()),
                progress.cards(List.of(lesson), language, user.account()).getFirst(),
                NotebookLink.of(lesson, language),
                progress.exercises(lesson, language, pages.words(), user.account()),
                bundle.entryAddresses(),
                Upload.MAX_BYTES,
                accepted,
                leftOut));
    }

    /** Submits a stored notebook, and shows the lesson again, with its reports. */
    @POST
    @Path("lessons/{id}/submit")
    @RolesAllowed(Role.STUDENT_NAME)
    public Response submit(@PathParam("id") String id, @FormParam("notebook") @Nullable String notebook) {
        Lesson lesson = find(id);
        if (notebook == null || !notebook.startsWith(lesson.id() + "/")) {
            throw Refusal.badRequest("请选择本课的笔记本。", "Choose one of this lesson's notebooks.");
        }
        return toExercises(lesson, () -> submit.submitStored(user.name(), notebook, null));
    }

    /** Submits an uploaded notebook, and shows the lesson again, with its reports. */
    @POST
    @Path("lessons/{id}/upload")
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    @RolesAllowed(Role.STUDENT_NAME)
    public Response upload(@PathParam("id") String id, @RestForm("notebook") @Nullable FileUpload notebook) {
        Lesson lesson = find(id);
        if (notebook == null) {
            throw Refusal.badRequest("请选择一个 .ipynb 文件。", "Choose an .ipynb file.");
        }
        return toExercises(
                lesson,
                () -> submit.submitFile(user.name(), lesson.id(), null, notebook.uploadedFile(), notebook.fileName()));
    }

    /** Where one is after handing in, asked for again: the lesson. */
    @GET
    @Path("lessons/{id}/{way:submit|upload}")
    public Response again(@PathParam("id") String id, @PathParam("way") String way) {
        return Response.seeOther(URI.create("/lessons/" + find(id).id() + "#exercises"))
                .build();
    }

    /** Where exercises were left out, the page says so itself, with the reasons; else it is shown anew. */
    private Response toExercises(Lesson lesson, Supplier<Receipt> handIn) {
        List<Refused> refused;
        String accepted = "";
        int status = 200;
        try {
            Receipt receipt = handIn.get();
            refused = receipt.refused();
            accepted = titles(receipt);
        } catch (NothingAccepted none) {
            refused = none.refused();
            status = none.status();
        }
        if (refused.isEmpty()) {
            return Response.seeOther(URI.create("/lessons/" + lesson.id() + "#exercises"))
                    .build();
        }
        String handedIn = accepted;
        List<String> leftOut = refused.stream()
                .map(each -> each.title().in(pages.language()) + " — "
                        + each.message().in(pages.language()))
                .toList();
        String page = QuarkusTransaction.requiringNew()
                .call(() -> page(lesson, handedIn, leftOut).render());
        return Response.status(status)
                .entity(page)
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .build();
    }

    private String titles(Receipt receipt) {
        String language = pages.language();
        return receipt.submissions().stream()
                .map(submission -> catalog.title(submission.exercise())
                        .map(title -> title.in(language))
                        .orElse(submission.exercise()))
                .collect(Collectors.joining(language.equals("zh") ? "、" : ", "));
    }

    private Lesson find(String id) {
        return catalog.lesson(id).orElseThrow(() -> Refusal.notFound("没有这一课。", "There is no such lesson."));
    }
}
