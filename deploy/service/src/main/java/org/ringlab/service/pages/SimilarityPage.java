package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.StringJoiner;
import org.ringlab.grader.similarity.Evidence;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.insight.Similarities;
import org.ringlab.service.web.Refusal;

/** Whose answers to an exercise are alike: for teachers. */
@Path("/teacher/exercises/{lesson}/{exercise}/similarity")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.TEACHER_NAME)
public class SimilarityPage {
    private final Pages pages;
    private final Catalog catalog;
    private final Similarities similarities;

    SimilarityPage(Pages pages, Catalog catalog, Similarities similarities) {
        this.pages = pages;
        this.catalog = catalog;
        this.similarities = similarities;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance similarity(Frame page, String id, List<EvidenceRow> rows);
    }

    /** Evidence about two students. */
    public record EvidenceRow(
            String first,
            long firstSubmission,
            String second,
            long secondSubmission,
            String kind,
            List<String> details) {}

    /** Similar answers. */
    @GET
    @Transactional
    public TemplateInstance show(@PathParam("lesson") String lesson, @PathParam("exercise") String exercise) {
        String id = known(lesson, exercise);
        List<EvidenceRow> rows = similarities.of(id).stream().map(this::row).toList();
        return pages.localized(Templates.similarity(pages.frame(id), id, rows));
    }

    private EvidenceRow row(Evidence evidence) {
        StaffWords words = pages.staffWords();
        String kind = switch (evidence) {
            case Evidence.SharedCode code -> words.sharedCode(Pages.points(Math.round(code.share() * 100)));
            case Evidence.SharedDetours detours -> words.sharedDetours();
            case Evidence.SharedSteps steps -> words.sharedSteps(steps.versions());
            case Evidence.SharedComments comments -> words.sharedComments();
            case Evidence.ForeignParameter parameter -> words.foreignParameter(parameter.first(), parameter.second());
        };
        List<String> details = switch (evidence) {
            case Evidence.SharedCode code ->
                List.of(
                        words.linesOf(code.first(), ranges(code.firstLines())),
                        words.linesOf(code.second(), ranges(code.secondLines())));
            case Evidence.SharedDetours detours -> detours.lines();
            case Evidence.SharedSteps steps -> List.of();
            case Evidence.SharedComments comments -> comments.lines();
            case Evidence.ForeignParameter parameter -> parameter.values();
        };
        return new EvidenceRow(
                evidence.first(),
                evidence.firstSubmission(),
                evidence.second(),
                evidence.secondSubmission(),
                kind,
                details);
    }

    /** Numbers of lines, neighbours together: 2–9, 14. */
    static String ranges(List<Integer> lines) {
        StringJoiner ranges = new StringJoiner(", ");
        int from = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (i + 1 == lines.size() || lines.get(i + 1) > lines.get(i) + 1) {
                ranges.add(from == i ? String.valueOf(lines.get(i)) : lines.get(from) + "–" + lines.get(i));
                from = i + 1;
            }
        }
        return ranges.toString();
    }

    private String known(String lesson, String exercise) {
        String id = lesson + "/" + exercise;
        return catalog.publicText(id)
                .map(text -> id)
                .orElseThrow(() -> Refusal.notFound("没有练习 " + id + "。", "There is no exercise " + id + "."));
    }
}
