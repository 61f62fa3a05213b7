package org.ringlab.content;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.ringlab.grader.ExercisePack;
import org.ringlab.grader.Grader;
import org.ringlab.grader.GradingContext;
import org.ringlab.grader.JavaRunner;
import org.ringlab.grader.Report;
import org.ringlab.grader.ReportJson;
import org.ringlab.grader.ScenarioTemplate;
import org.ringlab.grader.Status;
import org.ringlab.grader.Submission;
import org.ringlab.grader.TimeBudget;
import org.ringlab.grader.isolated.JavaChildren;

/**
 * How many submissions two workers grade in a second, one after another each: a rule exercise with 20 hidden scenarios and a
 * proof (the course's white list, its scenarios repeated, and what it means for all packets), and one in Java. Run by {@code content/bench/grading}.
 */
final class GradingBench {
    private static final int WORKERS = 2;
    private static final int HIDDEN = 20;
    /** What the white list lets through of new connections. */
    private static final String PROOF = """
              - id: meaning
                kind: proof
                host: gw
                chain: FORWARD
                goals:
                  - accept: -s 192.168.66.0/24 -p tcp --dport 80 -m state --state NEW
                  - reject: -m state --state NEW
                title: {zh: 含义, en: Meaning}
                fail: {zh: 不对, en: Wrong}
            """;

    private static final String LRU = """
            exercise: 00-bench/e1-java
            version: 1
            title: {zh: 页, en: Pages}
            minutes: 5
            answers: [{cell: code, kind: java, class: Lru}]
            lab: {name: none, hosts: {a: {interfaces: {}}}}
            checks:
              - id: oldest
                kind: java
                cell: code
                calls: [{call: victim, with: [[30, 10, 20]], gives: 1}, {call: victim, with: [[5]], gives: 0}]
                title: {zh: 最久, en: Oldest}
                fail: {zh: 不对, en: Wrong}
            """;
    private static final String LRU_ANSWER =
            "class Lru { int victim(long[] used) { int best = 0; for (int i = 1; i < used.length; i++) if (used[i] < used[best]) best = i; return best; } }";

    /** Nanoseconds of the workers' own, which other work of the machine changes less than the clock. */
    private static final AtomicLong CPU = new AtomicLong();

    private GradingBench() {}

    /** One grading of a student's. */
    private interface Work {
        Report grade(int student);
    }

    /** With the seconds to measure, 10 unless given. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        ExercisePack rules = whiteList();
        Submission answered = reference();
        Report first = Grader.grade(rules, answered, context(0));
        if (first.score() < first.max()) {
            throw new IllegalStateException("the reference answer earns " + first.score() + " of " + first.max());
        }
        measure(
                "rules, " + rules.hidden().size() + " hidden scenarios, a proof",
                seconds,
                student -> Grader.grade(rules, answered, context(student)));
        ExercisePack java = ExerciseReader.read(LRU, null).value().orElseThrow();
        Submission lru = new Submission(AnswerNotebook.of(java, Map.of("code", LRU_ANSWER)));
        try (JavaChildren children = new JavaChildren(JavaChildren.Settings.defaults(false))) {
            children.prove();
            measure(
                    "Java, 1 check",
                    seconds,
                    student -> Grader.grade(java, lru, context(student), children, TimeBudget.unlimited()));
        } catch (JavaRunner.Unavailable e) {
            System.out.println("Java: " + e.getMessage());
        }
        System.exit(0);
    }

    private static Path root() {
        return Path.of(System.getProperty("ringlab.root", ".."), "content");
    }

    private static ExercisePack whiteList() {
        ExerciseText text = Course.open(root().resolve("lessons"), root().resolve("hidden")).lessons().stream()
                .flatMap(lesson -> lesson.exercises().stream())
                .filter(exercise -> exercise.id().equals("01-forwarding/e3-white-list"))
                .findFirst()
                .orElseThrow();
        ExercisePack pack = ExerciseReader.read(text.exerciseYaml().stripTrailing() + "\n" + PROOF, text.hiddenYaml())
                .value()
                .orElseThrow();
        List<ScenarioTemplate> hidden = new ArrayList<>();
        for (int i = 0; i < HIDDEN; i++) {
            ScenarioTemplate one = pack.hidden().get(i % pack.hidden().size());
            hidden.add(new ScenarioTemplate(one.id() + "-" + i, one.category(), one.parameters(), one.tree()));
        }
        return new ExercisePack(
                pack.id(),
                pack.version(),
                pack.title(),
                pack.minutes(),
                pack.answers(),
                pack.given(),
                pack.lab(),
                pack.open(),
                pack.staffChecks(),
                pack.feedback(),
                pack.attempts(),
                pack.categories(),
                hidden);
    }

    private static Submission reference() {
        Sample sample = Sample.reference(root().resolve("hidden/01-forwarding/e3-white-list"), whiteList());
        if (sample == null) {
            throw new IllegalStateException("the exercise has no reference answer");
        }
        return new Submission(sample.notebook().apply(Map.of()));
    }

    private static GradingContext context(int student) {
        return new GradingContext(
                "student-" + student, 1, 1, "a secret for the bench".getBytes(StandardCharsets.UTF_8));
    }

    private static void measure(String name, int seconds, Work work) throws InterruptedException {
        loop(work, Math.max(3, seconds / 2));
        long[] nanos = loop(work, seconds);
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f submissions/s, median %.1f ms, p99 %.1f ms; %.1f ms of a processor each%n",
                name,
                nanos.length / (double) seconds,
                nanos[nanos.length / 2] / 1e6,
                nanos[nanos.length * 99 / 100] / 1e6,
                CPU.get() / 1e6 / nanos.length);
    }

    private static long[] loop(Work work, int seconds) throws InterruptedException {
        AtomicInteger students = new AtomicInteger();
        CPU.set(0);
        List<Long> all = new ArrayList<>();
        List<Thread> workers = new ArrayList<>();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() < end) {
                    long begun = System.nanoTime();
                    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                    Report report = work.grade(students.incrementAndGet());
                    if (report.status() != Status.GRADED
                            || report.score() != report.max()
                            || ReportJson.student(report).isEmpty()) {
                        throw new IllegalStateException(
                                report.status() + " " + report.score() + " " + report.problem());
                    }
                    long took = System.nanoTime() - begun;
                    CPU.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu);
                    synchronized (all) {
                        all.add(took);
                    }
                }
            }));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        return all.stream().mapToLong(Long::longValue).toArray();
    }
}
