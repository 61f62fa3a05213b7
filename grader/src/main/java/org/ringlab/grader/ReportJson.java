package org.ringlab.grader;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.ringlab.checks.Check;
import org.ringlab.checks.CheckResult;
import org.ringlab.checks.Decision;
import org.ringlab.checks.Feedback;
import org.ringlab.checks.Misconception;
import org.ringlab.checks.Observation;
import org.ringlab.checks.Outcome;
import org.ringlab.checks.Text;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.display.JourneyHtml;
import org.ringlab.display.Journeys;
import org.ringlab.display.LabTopology;
import org.ringlab.display.Language;
import org.ringlab.display.Why;
import org.ringlab.grader.CheckReport.Visibility;

/**
 * Reports as JSON, one form for students and one for staff; docs/report-format.md describes both. The same report gives
 * the same bytes.
 */
public final class ReportJson {
    private static final int FORMAT = 1;
    private static final JsonFactory FACTORY = new JsonFactory();
    /** Each part always. */
    private static final Feedback ALL = new Feedback(Map.of());

    private final JsonGenerator out;
    private final boolean staff;
    private final boolean everything;
    private final boolean afterDue;
    private final Report report;
    private final Map<String, Long> timings;

    private ReportJson(JsonGenerator out, Report report, Reader reader, Map<String, Long> timings) {
        this.out = out;
        this.staff = reader == Reader.STAFF;
        this.everything = reader == Reader.STUDENT_AT_LAST;
        this.report = report;
        this.afterDue = reader != Reader.STUDENT;
        this.timings = timings;
    }

    /** For whom a report is written. */
    private enum Reader {
        STUDENT,
        STUDENT_AFTER_DUE,
        STUDENT_AT_LAST,
        STAFF
    }

    /** What the student may see at once: no hidden input, no seed, no expected answer. */
    public static String student(Report report) {
        return student(report, false);
    }

    /** What the student may see, before or after the due date. */
    public static String student(Report report, boolean afterDue) {
        return write(report, afterDue ? Reader.STUDENT_AFTER_DUE : Reader.STUDENT, Map.of());
    }

    /**
     * All that the student may ever see, whatever the exercise lets be shown now: for who keeps a report, and leaves out what
     * a teacher's choice withholds each time it is shown.
     */
    public static String studentAtLast(Report report) {
        return write(report, Reader.STUDENT_AT_LAST, Map.of());
    }

    /** Everything. */
    public static String staff(Report report) {
        return write(report, Reader.STAFF, Map.of());
    }

    /**
     * Everything, and what it took: the one part that differs from time to time.
     *
     * @param timings nanoseconds by phase
     */
    public static String staff(Report report, Map<String, Long> timings) {
        return write(report, Reader.STAFF, timings);
    }

    private static String write(Report report, Reader reader, Map<String, Long> timings) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            new ReportJson(out, report, reader, timings).report();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private void report() throws IOException {
        out.writeStartObject();
        out.writeNumberField("format", FORMAT);
        out.writeStringField("status", report.status().name());
        out.writeStringField("exercise", report.exercise());
        text("title", report.title());
        out.writeNumberField("version", report.version());
        out.writeStringField("engine", report.engineVersion());
        out.writeStringField("submission", report.submissionHash());
        out.writeNumberField("attempt", report.attempt());
        number("score", report.score());
        number("max", report.max());
        text("message", report.message());
        out.writeArrayFieldStart("answers");
        for (AnswerReport answer : report.answers()) {
            answer(answer);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("checks");
        int hidden = 0;
        for (CheckReport check : report.checks()) {
            hidden += check.visibility() == Visibility.HIDDEN ? 1 : 0;
            check(check, hidden);
        }
        out.writeEndArray();
        if (staff) {
            staffPart();
        }
        if (!timings.isEmpty()) {
            out.writeObjectFieldStart("timings");
            for (Map.Entry<String, Long> phase : new TreeMap<>(timings).entrySet()) {
                out.writeNumberField(phase.getKey(), phase.getValue() / 1000);
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    private void staffPart() throws IOException {
        out.writeStringField("student", report.student());
        out.writeStringField("seed", report.seed());
        out.writeStringField("problem", report.problem());
        out.writeArrayFieldStart("scenarios");
        for (ScenarioReport scenario : report.scenarios()) {
            out.writeStartObject();
            out.writeStringField("id", scenario.id());
            // A text: JSON's numbers end at 2^53 in browsers.
            out.writeStringField("seed", Long.toUnsignedString(scenario.seed(), 16));
            out.writeObjectFieldStart("parameters");
            parameters(scenario);
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void answer(AnswerReport answer) throws IOException {
        out.writeStartObject();
        out.writeStringField("cell", answer.cell());
        out.writeStringField("kind", answer.kind().text());
        if (answer.host() != null) {
            out.writeStringField("host", answer.host());
        }
        out.writeStringField("source", answer.source());
        out.writeNumberField("status", answer.status());
        out.writeStringField("output", answer.output());
        out.writeArrayFieldStart("remarks");
        for (Diagnostic remark : answer.remarks()) {
            out.writeStartObject();
            out.writeStringField("code", remark.code());
            out.writeStringField("severity", remark.severity().name());
            Span span = remark.span();
            if (span != null) {
                out.writeNumberField("line", span.line());
                out.writeNumberField("column", span.column());
            }
            out.writeStringField("fact", remark.fact());
            out.writeStringField("hint", remark.hint());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void check(CheckReport check, int hiddenNumber) throws IOException {
        boolean hidden = check.visibility() == Visibility.HIDDEN;
        out.writeStartObject();
        // A hidden check's own name might tell what it looks at.
        out.writeStringField("id", hidden ? "hidden-" + hiddenNumber : check.id());
        out.writeStringField("visibility", check.visibility().name());
        Category category = check.category();
        if (category != null) {
            out.writeStringField("category", category.id());
        }
        text("title", check.title());
        out.writeStringField("outcome", check.outcome().name());
        number("points", check.points());
        number("max", check.max());
        text("message", check.message());
        Shown shown = check.shown();
        if (shown != null) {
            hints(shown.result(), check.visibility() == Visibility.PUBLIC);
            failure(shown.result());
            out.writeBooleanField("sibling", shown.sibling());
            if (check.visibility() != Visibility.STAFF && shows(Feedback.Part.TRACE)) {
                trace(shown);
            }
        }
        boolean telling = hidden && releasable(check);
        if (telling && !staff && !everything && shows(Feedback.Part.SCENARIO)) {
            scenario(check);
        }
        if (staff) {
            out.writeObjectFieldStart("staff");
            out.writeStringField("scenario", check.scenario());
            out.writeStringField("check", check.id());
            text("title", check.result().check().terms().title());
            String group = check.result().check().terms().group();
            if (group != null) {
                out.writeStringField("group", group);
            }
            Observation seen = check.result().observation();
            out.writeStringField("found", seen == null ? "" : seen.found());
            out.writeStringField("detail", seen == null ? "" : seen.detail());
            failure(check.result());
            traceText(check.result());
            if (telling) {
                scenario(check);
            }
            out.writeEndObject();
        }
        out.writeEndObject();
    }

    /** Whether a student may ever read what failed. A proof's packet would tell what the proof is about. */
    private static boolean releasable(CheckReport check) {
        return check.outcome() == Outcome.FAIL && !(check.result().check() instanceof Check.Proof);
    }

    /** The hidden scenario as it was drawn, and what its check found: never in what is kept for students. */
    private void scenario(CheckReport check) throws IOException {
        out.writeObjectFieldStart("released");
        text("title", check.result().check().terms().title());
        out.writeObjectFieldStart("parameters");
        for (ScenarioReport scenario : report.scenarios()) {
            if (scenario.id().equals(check.scenario())) {
                parameters(scenario);
            }
        }
        out.writeEndObject();
        text("message", Grading.withDetails(check.result()));
        traceText(check.result());
        out.writeEndObject();
    }

    private void parameters(ScenarioReport scenario) throws IOException {
        for (Map.Entry<String, Object> value : scenario.parameters().entrySet()) {
            out.writeStringField(value.getKey(), String.valueOf(value.getValue()));
        }
    }

    private boolean shows(Feedback.Part part) {
        return staff || everything || report.feedback().shows(part, afterDue);
    }

    /** The steps of the ladder that this attempt has reached. A change that mends would tell what isn't published. */
    private void hints(CheckResult result, boolean published) throws IOException {
        Map<Feedback.Part, Text> steps = result.hints(report.attempt(), everything ? ALL : report.feedback(), afterDue);
        if (!published && !staff) {
            steps.remove(Feedback.Part.REPAIR);
        }
        if (steps.isEmpty()) {
            return;
        }
        out.writeArrayFieldStart("hints");
        for (Map.Entry<Feedback.Part, Text> step : steps.entrySet()) {
            out.writeStartObject();
            out.writeStringField("step", step.getKey().text());
            text("text", step.getValue());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void failure(CheckResult result) throws IOException {
        Misconception misconception = result.misconception();
        if (misconception != null && shows(Feedback.Part.MISCONCEPTION)) {
            out.writeObjectFieldStart("misconception");
            out.writeStringField("id", misconception.id());
            text("text", misconception.text());
            out.writeEndObject();
        }
        Decision rule = result.ruleAtFault();
        if (rule != null && shows(Feedback.Part.DECISION)) {
            out.writeObjectFieldStart("rule");
            out.writeStringField("host", rule.host());
            out.writeStringField("table", rule.table());
            out.writeStringField("chain", rule.chain());
            out.writeNumberField("number", rule.number());
            out.writeStringField("rule", rule.rule());
            out.writeEndObject();
        }
    }

    /** The packet's way, as text and as HTML that the display module made (and escaped). */
    private void trace(Shown shown) throws IOException {
        if (shown.result().events().isEmpty()) {
            return;
        }
        Journeys journeys = Journeys.of(shown.result().events());
        out.writeObjectFieldStart("trace");
        text("text", why(journeys));
        text(
                "html",
                new Text(
                        JourneyHtml.why(LabTopology.of(shown.lab()), journeys, Language.ZH),
                        JourneyHtml.why(LabTopology.of(shown.lab()), journeys, Language.EN)));
        out.writeEndObject();
    }

    private void traceText(CheckResult result) throws IOException {
        if (!result.events().isEmpty()) {
            text("trace", why(Journeys.of(result.events())));
        }
    }

    private static Text why(Journeys journeys) {
        return new Text(
                Why.of(journeys, Language.ZH).text(Language.ZH),
                Why.of(journeys, Language.EN).text(Language.EN));
    }

    private void text(String name, Text text) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeStringField("zh", text.zh());
        out.writeStringField("en", text.en());
        out.writeEndObject();
    }

    /** 3 rather than 3.0. */
    private void number(String name, double value) throws IOException {
        if (value == Math.rint(value)) {
            out.writeNumberField(name, (long) value);
        } else {
            out.writeNumberField(name, value);
        }
    }
}
