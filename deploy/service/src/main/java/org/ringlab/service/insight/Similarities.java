package org.ringlab.service.insight;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.content.Lesson;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.similarity.CommandSimilarity;
import org.ringlab.grader.similarity.Evidence;
import org.ringlab.grader.similarity.ForeignParameters;
import org.ringlab.grader.similarity.JavaSimilarity;
import org.ringlab.grader.similarity.Work;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.submissions.ReportRecord;
import org.ringlab.service.submissions.Reports;
import org.ringlab.service.submissions.SubmissionRecord;
import org.ringlab.service.submissions.Submissions;

/** Looks for evidence among the submissions of an exercise. Call within a transaction. */
@ApplicationScoped
public class Similarities {
    private final Submissions submissions;
    private final Reports reports;
    private final Catalog catalog;

    Similarities(Submissions submissions, Reports reports, Catalog catalog) {
        this.submissions = submissions;
        this.reports = reports;
        this.catalog = catalog;
    }

    /** What a student wrote, by kind of answer. */
    private record Written(List<Work.Version> java, List<Work.Version> commands, List<Work.Version> all) {
        Written() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    /** The evidence, strongest kinds first. */
    public List<Evidence> of(String exercise) {
        Map<String, Written> students = new LinkedHashMap<>();
        List<ForeignParameters.Report> shown = new ArrayList<>();
        for (SubmissionRecord submission : submissions.ofExercise(exercise)) {
            ReportRecord report = submission.report();
            if (report != null) {
                String student = submission.student().username();
                add(
                        students.computeIfAbsent(student, key -> new Written()),
                        submission,
                        reports.tree(report.staffJson()).path("answers"));
                shown.add(new ForeignParameters.Report(
                        student, report.gradedAt(), submission.id(), shown(reports.tree(report.studentJson()))));
            }
        }
        String given = given(exercise);
        List<Evidence> evidence = new ArrayList<>();
        evidence.addAll(ForeignParameters.find(works(students, Written::all), shown, given));
        evidence.addAll(CommandSimilarity.compare(works(students, Written::commands), given));
        evidence.addAll(JavaSimilarity.compare(works(students, Written::java), givenJava(exercise)));
        return evidence;
    }

    private static void add(Written written, SubmissionRecord submission, JsonNode answers) {
        StringJoiner java = new StringJoiner("\n");
        StringJoiner commands = new StringJoiner("\n");
        StringJoiner all = new StringJoiner("\n");
        for (JsonNode answer : answers) {
            String source = answer.path("source").asText();
            all.add(source);
            switch (answer.path("kind").asText()) {
                case "java" -> java.add(source);
                case "commands", "repair", "file" -> commands.add(source);
                default -> {
                    // numbers, options and tables are few: equal ones say nothing
                }
            }
        }
        keep(written.java(), submission, java);
        keep(written.commands(), submission, commands);
        keep(written.all(), submission, all);
    }

    private static void keep(List<Work.Version> versions, SubmissionRecord submission, StringJoiner text) {
        if (!text.toString().isBlank()) {
            versions.add(new Work.Version(submission.receivedAt(), submission.id(), text.toString()));
        }
    }

    private static List<Work> works(Map<String, Written> students, Function<Written, List<Work.Version>> kind) {
        return students.entrySet().stream()
                .map(student -> new Work(student.getKey(), kind.apply(student.getValue())))
                .filter(work -> !work.versions().isEmpty())
                .toList();
    }

    /** The parts of a report that show another draw of the parameters. */
    private static String shown(JsonNode report) {
        StringJoiner text = new StringJoiner("\n");
        for (JsonNode check : report.path("checks")) {
            if (check.path("sibling").asBoolean()) {
                text.add(check.path("trace").path("text").path("en").asText());
            }
        }
        return text.toString();
    }

    private String given(String exercise) {
        String notebooks = catalog.lessonOfNotebook(exercise)
                .map(Lesson::notebooks)
                .map(both -> (both.zh() + "\n" + both.en()).replace("\\n", "\n").replace("\\\"", "\""))
                .orElse("");
        return catalog.publicText(exercise).orElse("") + "\n" + notebooks;
    }

    private String givenJava(String exercise) {
        return catalog.current(exercise).map(ExercisePack::answers).orElse(List.of()).stream()
                .filter(AnswerSpec.Java.class::isInstance)
                .map(spec -> ((AnswerSpec.Java) spec).given())
                .collect(Collectors.joining("\n"));
    }
}
