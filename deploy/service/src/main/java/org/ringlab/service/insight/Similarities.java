package org.ringlab.service.insight;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.content.Lesson;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.similarity.CommandSimilarity;
import org.ringlab.grader.similarity.Evidence;
import org.ringlab.grader.similarity.ForeignParameters;
import org.ringlab.grader.similarity.JavaSimilarity;
import org.ringlab.grader.similarity.Work;
import org.ringlab.service.catalog.Catalog;
import org.ringlab.service.submissions.Reports;

/** Looks for evidence among the submissions of an exercise. Call within a transaction. */
@ApplicationScoped
public class Similarities {
    /** Read a few at a time: reports are large, and what is kept of them is small. */
    private static final String SUBMISSIONS = """
            SELECT s.id, a.username, s.received_at, r.graded_at, r.staff_json, r.student_json
            FROM submission s JOIN account a ON a.id = s.student JOIN report r ON r.submission = s.id
            WHERE s.exercise = :exercise ORDER BY s.id""";

    /** Attributes of a drawing hold numbers that nobody reads. */
    private static final Pattern MARKUP = Pattern.compile("<style.*?</style>|<[^>]*>", Pattern.DOTALL);

    private final EntityManager entities;
    private final Reports reports;
    private final Catalog catalog;

    Similarities(EntityManager entities, Reports reports, Catalog catalog) {
        this.entities = entities;
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
        try (Stream<?> rows = entities.createNativeQuery(SUBMISSIONS)
                .setParameter("exercise", exercise)
                .setHint("org.hibernate.fetchSize", 20)
                .getResultStream()) {
            rows.forEach(row -> {
                Object[] columns = (Object[]) row;
                long id = ((Number) columns[0]).longValue();
                String student = (String) columns[1];
                Instant receivedAt = (Instant) columns[2];
                add(
                        students.computeIfAbsent(student, key -> new Written()),
                        new Work.Version(receivedAt, id, ""),
                        reports.tree((String) columns[4]).path("answers"));
                String text = shown(reports.tree((String) columns[5]));
                shown.add(new ForeignParameters.Report(student, (Instant) columns[3], id, text));
            });
        }
        String given = given(exercise);
        List<Evidence> evidence = new ArrayList<>();
        evidence.addAll(ForeignParameters.find(works(students, Written::all), shown, given));
        evidence.addAll(CommandSimilarity.compare(works(students, Written::commands), given));
        evidence.addAll(JavaSimilarity.compare(works(students, Written::java), givenJava(exercise)));
        return evidence;
    }

    private static void add(Written written, Work.Version submission, JsonNode answers) {
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

    private static void keep(List<Work.Version> versions, Work.Version submission, StringJoiner text) {
        if (!text.toString().isBlank()) {
            versions.add(new Work.Version(submission.at(), submission.submission(), text.toString()));
        }
    }

    private static List<Work> works(Map<String, Written> students, Function<Written, List<Work.Version>> kind) {
        return students.entrySet().stream()
                .map(student -> new Work(student.getKey(), kind.apply(student.getValue())))
                .filter(work -> !work.versions().isEmpty())
                .toList();
    }

    /** The parts of a report that show another draw of the parameters, drawings without their markup. */
    static String shown(JsonNode report) {
        StringJoiner text = new StringJoiner("\n");
        for (JsonNode check : report.path("checks")) {
            if (check.path("sibling").asBoolean()) {
                text.add(check.path("trace").path("text").path("en").asText());
                text.add(MARKUP.matcher(
                                check.path("trace").path("html").path("en").asText())
                        .replaceAll(" "));
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
