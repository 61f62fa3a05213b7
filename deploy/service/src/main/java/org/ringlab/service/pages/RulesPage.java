package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
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
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.Feedback;
import org.ringlab.grader.attempts.AttemptRules;
import org.ringlab.grader.attempts.Extra;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.rules.ExerciseSetting;
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
                List<Choice> parts,
                List<String> times,
                String changed,
                List<Grant> grants,
                List<String> students);
    }

    /** When a part of the report is shown. */
    public record Choice(String part, String when) {}

    /** A student's grant. */
    public record Grant(String student, boolean everywhere, int minutes, int attempts, String reason, String by) {}

    /** What holds. */
    @GET
    @Transactional
    public TemplateInstance show(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        String id = known(lesson, exercise);
        Feedback feedback = rules.feedback(id);
        return pages.localized(Templates.rules(
                pages.frame(id),
                id,
                RulesForm.of(rules.attempts(id)),
                Arrays.stream(Feedback.Part.values())
                        .map(part ->
                                new Choice(part.text(), word(feedback.when().getOrDefault(part, Feedback.When.ALWAYS))))
                        .toList(),
                ExerciseSetting.times(),
                rules.setting(id)
                        .map(setting ->
                                pages.staffWords().changedBy(setting.changedBy(), Pages.time(setting.changedAt())))
                        .orElse(""),
                rules.extensions(id).stream().map(RulesPage::grant).toList(),
                accounts.all().stream()
                        .filter(account -> account.role() == Role.STUDENT)
                        .map(Account::username)
                        .toList()));
    }

    /** Makes a teacher's choice; the author's default no longer holds. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response choose(
            @PathParam("lesson") String lesson,
            @PathParam("exercise") String exercise,
            MultivaluedMap<String, String> fields) {
        String id = known(lesson, exercise);
        AttemptRules chosen = RulesForm.read(fields);
        rules.choose(user.name(), id, chosen, RulesForm.feedback(fields));
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
    public Response grant(
            @PathParam("lesson") String lesson,
            @PathParam("exercise") String exercise,
            @FormParam("student") @Nullable String student,
            @FormParam("everywhere") @Nullable String everywhere,
            @FormParam("minutes") @Nullable String minutes,
            @FormParam("attempts") @Nullable String attempts,
            @FormParam("reason") @Nullable String reason) {
        String id = known(lesson, exercise);
        Account account = accounts.byName(student == null ? "" : student.strip())
                .filter(found -> found.role() == Role.STUDENT)
                .orElseThrow(() -> Refusal.notFound("没有这个学生。", "There is no such student."));
        Extra extra = new Extra(
                Duration.ofMinutes(RulesForm.number(minutes, MOST_MINUTES, "minutes")),
                RulesForm.number(attempts, MOST_ATTEMPTS, "attempts"));
        String why = reason == null ? "" : reason.strip();
        rules.grant(
                user.name(),
                account,
                everywhere == null ? id : null,
                extra,
                why.length() > MAX_REASON ? why.substring(0, MAX_REASON) : why);
        lateness.again(everywhere == null ? id : null, account.username());
        return back(id);
    }

    private static Response back(String id) {
        return Response.seeOther(URI.create("/teacher/exercises/" + id + "/rules"))
                .build();
    }

    private static Grant grant(Extension extension) {
        return new Grant(
                extension.student().username(),
                extension.exercise() == null,
                extension.minutes(),
                extension.attempts(),
                extension.reason(),
                extension.grantedBy());
    }

    private static String word(Feedback.When when) {
        return ExerciseSetting.times().get(when.ordinal());
    }

    private String known(String lesson, String exercise) {
        String id = lesson + "/" + exercise;
        return catalog.publicText(id)
                .map(text -> id)
                .orElseThrow(() -> Refusal.notFound("没有练习 " + id + "。", "There is no exercise " + id + "."));
    }
}
