package org.ringlab.service.pages;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Text;
import org.ringlab.grader.attempts.AttemptRules;
import org.ringlab.grader.attempts.Extra;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.pages.FormReader.Problem;
import org.ringlab.service.rules.Extension;
import org.ringlab.service.rules.Rules;
import org.ringlab.service.submissions.Lateness;
import org.ringlab.service.web.Refusal;

/** When and how often an exercise may be handed in, what is shown when, and grants: for teachers. */
@Path("/teacher/exercises/{lesson}/{exercise}/rules")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class RulesPage {
    private static final int MOST_ATTEMPTS = 1000;
    private static final int MOST_MINUTES = 525_600;
    private static final int MAX_REASON = 500;

    private final Pages pages;
    private final Rules rules;
    private final Lateness lateness;
    private final Catalog catalog;
    private final Accounts accounts;
    private final CurrentUser user;

    RulesPage(Pages pages, Rules rules, Lateness lateness, Catalog catalog, Accounts accounts, CurrentUser user) {
        this.pages = pages;
        this.lateness = lateness;
        this.rules = rules;
        this.catalog = catalog;
        this.accounts = accounts;
        this.user = user;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance rules(
                Frame page,
                String id,
                RulesForm form,
                String changed,
                String zone,
                List<Grant> grants,
                GrantForm grant,
                List<String> students,
                String done,
                List<Problem> problems);
    }

    /** A student's grant. */
    public record Grant(
            String student, boolean everywhere, int minutes, int attempts, String reason, String by, String at) {}

    /** A grant as somebody types it. */
    public record GrantForm(String student, String minutes, String attempts, String reason, boolean everywhere) {
        private static final GrantForm EMPTY = new GrantForm("", "0", "0", "", false);
    }

    /** What holds. */
    @GET
    @Transactional
    public TemplateInstance show(
            @PathParam("lesson") String lesson,
            @PathParam("exercise") String exercise,
            @QueryParam("done") @Nullable String done) {
        String id = known(lesson, exercise);
        StaffWords words = pages.staffWords();
        return page(id, current(id), GrantForm.EMPTY, done == null ? "" : words.saved(), List.of());
    }

    private RulesForm current(String id) {
        return RulesForm.of(rules.attempts(id), rules.feedback(id), pages.staffWords());
    }

    private TemplateInstance page(String id, RulesForm form, GrantForm grant, String done, List<Problem> problems) {
        return pages.localized(Templates.rules(
                pages.frameAt(id, "/teacher/exercises/" + id + "/rules"),
                id,
                form,
                rules.setting(id)
                        .map(setting ->
                                pages.staffWords().changedBy(setting.changedBy(), Pages.time(setting.changedAt())))
                        .orElse(""),
                ZoneId.systemDefault().getId(),
                rules.extensions(id).stream().map(RulesPage::grant).toList(),
                grant,
                accounts.all().stream()
                        .filter(account -> account.role() == Role.STUDENT)
                        .map(Account::username)
                        .toList(),
                done,
                problems));
    }

    /** The page again, with what was typed and what is wrong with it. */
    private Response again(Supplier<TemplateInstance> page) {
        return pages.unprocessed(
                QuarkusTransaction.requiringNew().call(() -> page.get().render()));
    }

    /** Makes a teacher's choice; the author's default no longer holds. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response choose(
            @PathParam("lesson") String lesson,
            @PathParam("exercise") String exercise,
            MultivaluedMap<String, String> fields) {
        String id = known(lesson, exercise);
        StaffWords words = pages.staffWords();
        FormReader in = new FormReader(fields, pages.language());
        AttemptRules chosen = RulesForm.rules(in, words);
        Feedback feedback = RulesForm.feedback(in, words);
        if (!in.problems().isEmpty()) {
            return again(() -> page(id, RulesForm.typed(fields, words), GrantForm.EMPTY, "", in.problems()));
        }
        rules.choose(user.name(), id, chosen, feedback);
        lateness.again(id, null);
        return back(id);
    }

    /** Takes it back: the author's default holds again. */
    @POST
    @Path("reset")
    public Response reset(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        String id = known(lesson, exercise);
        rules.reset(user.name(), id);
        lateness.again(id, null);
        return back(id);
    }

    /** Grants a student more time or attempts; none of both takes it back. */
    @POST
    @Path("extensions")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response grant(
            @PathParam("lesson") String lesson,
            @PathParam("exercise") String exercise,
            MultivaluedMap<String, String> fields) {
        String id = known(lesson, exercise);
        StaffWords words = pages.staffWords();
        FormReader in = new FormReader(fields, pages.language());
        Optional<Account> student = accounts.byName(in.text("student")).filter(found -> found.role() == Role.STUDENT);
        if (student.isEmpty()) {
            in.problem(
                    "student",
                    pages.words().student(),
                    new Text(
                            "应是一个学生的用户名，没有学生叫“" + in.text("student") + "”。",
                            "A student's user name was expected; no student is called “" + in.text("student") + "”."));
        }
        Extra extra = new Extra(
                Duration.ofMinutes(in.whole("minutes", words.minutesMore(), MOST_MINUTES)),
                in.whole("attempts", words.attemptsMore(), MOST_ATTEMPTS));
        String why = in.text("reason");
        if (why.length() > MAX_REASON) {
            in.problem(
                    "reason",
                    words.reasonHead(),
                    new Text(
                            "最多 " + MAX_REASON + " 个字符，现在是 " + why.length() + " 个。",
                            MAX_REASON + " characters at most, not " + why.length() + "."));
        }
        boolean everywhere = !in.text("everywhere").isEmpty();
        if (!in.problems().isEmpty() || student.isEmpty()) {
            GrantForm typed =
                    new GrantForm(in.text("student"), in.text("minutes"), in.text("attempts"), why, everywhere);
            return again(() -> page(id, current(id), typed, "", in.problems()));
        }
        rules.grant(user.name(), student.get(), everywhere ? null : id, extra, why);
        lateness.again(everywhere ? null : id, student.get().username());
        return back(id);
    }

    /** Where one is after a form that could not be sent, once signed in again. */
    @GET
    @Path("{form:extensions|reset}")
    public Response form(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        return Response.seeOther(URI.create("/teacher/exercises/" + known(lesson, exercise) + "/rules"))
                .build();
    }

    private static Response back(String id) {
        return Response.seeOther(URI.create("/teacher/exercises/" + id + "/rules?done=saved"))
                .build();
    }

    private static Grant grant(Extension extension) {
        return new Grant(
                extension.student().username(),
                extension.exercise() == null,
                extension.minutes(),
                extension.attempts(),
                extension.reason(),
                extension.grantedBy(),
                Pages.time(extension.grantedAt()));
    }

    private String known(String lesson, String exercise) {
        String id = lesson + "/" + exercise;
        return catalog.publicText(id)
                .map(text -> id)
                .orElseThrow(() -> Refusal.notFound("没有练习 " + id + "。", "There is no exercise " + id + "."));
    }
}
