package org.ringlab.grader.isolated;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.AnswerSpec;
import org.ringlab.checks.JavaProgram;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.grader.JavaRunner;
import org.ringlab.grader.isolated.AnswerChild.Outcome;
import org.ringlab.javaanswer.AnswerProcess;

/**
 * Runs students' Java in isolated child processes. A few children that compile (and never run a student's code) are kept;
 * every run of a student's class gets a fresh child, of which some are started ahead so that nobody waits for a JVM.
 */
public final class JavaChildren implements JavaRunner, AutoCloseable {
    /**
     * How children are started.
     *
     * @param javaHome the JDK that runs them
     * @param classPath what they need: {@link #ownClassPath} unless it can't be told
     * @param firstUid first of 64 user ids for them, as root
     * @param warm children kept started
     * @param limits of each
     * @param allowUnisolated whether they may run without a sandbox where there can be none: for trying out, by an
     *     administrator's word
     */
    public record Settings(
            Path javaHome, List<Path> classPath, int firstUid, int warm, JavaLimits limits, boolean allowUnisolated) {
        /** Copies the list. */
        public Settings {
            classPath = List.copyOf(classPath);
        }

        /** This JVM's JDK and class path. */
        public static Settings defaults(boolean allowUnisolated) {
            return new Settings(
                    Path.of(System.getProperty("java.home")),
                    ownClassPath(),
                    57_800,
                    2,
                    JavaLimits.defaults(),
                    allowUnisolated);
        }
    }

    /** Some of what every Linux machine has and no student's code may see. */
    private static final List<String> HIDDEN =
            List.of("/etc/passwd", "/etc/shadow", "/root", "/var", "/usr/bin/env", "/bin/sh");

    /** A JVM may have to be started for it. */
    private static final int PROOF_SECONDS = 15;

    private static final int COMPILED_BYTES = 4 << 20;

    private final Settings settings;
    private final ChildLauncher launcher;
    private final BlockingDeque<AnswerChild> ready = new LinkedBlockingDeque<>();
    private final BlockingDeque<AnswerChild> compilers = new LinkedBlockingDeque<>();
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("java-answers-watch").factory());
    private final ExecutorService ahead = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("java-answers-ahead").factory());
    private @Nullable Boolean isolated;
    private String refusal = "";

    /**
     * Prepares; no child is started yet.
     *
     * @throws IOException where the children's files can't be copied
     */
    public JavaChildren(Settings settings) throws IOException {
        this.settings = settings;
        launcher = new ChildLauncher(settings);
    }

    /** The parts of this JVM's class path that a child needs. */
    public static List<Path> ownClassPath() {
        List<Path> parts = new ArrayList<>();
        for (Class<?> each : List.of(AnswerProcess.class, com.fasterxml.jackson.core.JsonFactory.class)) {
            try {
                parts.add(Path.of(
                        each.getProtectionDomain().getCodeSource().getLocation().toURI()));
            } catch (URISyntaxException | RuntimeException e) {
                throw new IllegalStateException("nobody knows where " + each.getName() + " was loaded from", e);
            }
        }
        return parts;
    }

    /**
     * Proves once that the sandbox hides what it should, and starts children ahead.
     *
     * @return whether children are isolated
     * @throws Unavailable where they aren't, and may not run otherwise
     */
    public synchronized boolean prove() {
        if (isolated == null) {
            refusal = launcher.missing().isEmpty() ? look() : launcher.missing();
            isolated = refusal.isEmpty();
            if (isolated || settings.allowUnisolated()) {
                ahead.execute(this::fill);
            }
        }
        if (!isolated && !settings.allowUnisolated()) {
            throw new Unavailable("this machine can't isolate students' Java code (docs/isolation.md): " + refusal);
        }
        return isolated;
    }

    /** What the sandbox shows that it shouldn't; empty where it holds. */
    private String look() {
        try (AnswerChild child = launcher.start(false, true)) {
            Map<String, Object> secrets = new HashMap<>();
            secrets.put("files", HIDDEN);
            secrets.put(
                    "namespace",
                    Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
            Outcome outcome = child.ask(
                    Map.of("prove", secrets), PROOF_SECONDS, settings.limits().replyBytes(), watch);
            if (outcome instanceof Outcome.Answered answered
                    && answered.tree() instanceof Map<?, ?> map
                    && map.get("seen") instanceof List<?> seen) {
                return seen.isEmpty() ? "" : "students' code would see " + seen;
            }
            return "the sandbox does not start";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public Compiled compile(AnswerSpec.Java spec, String source) {
        boolean inSandbox = prove();
        Map<String, Object> request = Map.of("compile", Map.of("given", spec.given(), "source", source));
        Outcome outcome = compiled(request, inSandbox);
        if (outcome instanceof Outcome.Overrun) {
            // The compiler's process limits its processor time itself, so the machine may just have been busy.
            outcome = compiled(request, inSandbox);
        }
        if (outcome instanceof Outcome.Answered answered && answered.tree() instanceof Map<?, ?> map) {
            List<Diagnostic> problems = problems(map.get("problems"));
            Object classes = map.get("classes");
            return new Compiled(
                    problems,
                    problems.isEmpty() && classes != null
                            ? Optional.of(new Program(classes, spec.className(), inSandbox))
                            : Optional.empty());
        }
        // A text that no compiler gets through says so to its author.
        return new Compiled(List.of(problem(0, 0, givenUp(outcome))), Optional.empty());
    }

    private Outcome compiled(Map<String, Object> request, boolean inSandbox) {
        AnswerChild compiler = compilers.poll();
        // Its start isn't the student's time.
        if (compiler == null || !isReady(compiler)) {
            compiler = start(true, inSandbox);
            if (!isReady(compiler)) {
                throw new IllegalStateException("the compiler's process does not start");
            }
        }
        Outcome outcome = compiler.ask(request, settings.limits().wallSeconds(), COMPILED_BYTES, watch);
        if (outcome instanceof Outcome.Answered) {
            compilers.offer(compiler);
        }
        return outcome;
    }

    private boolean isReady(AnswerChild child) {
        return child.ask(Map.of(), PROOF_SECONDS, COMPILED_BYTES, watch) instanceof Outcome.Answered;
    }

    private static String givenUp(Outcome outcome) {
        return outcome instanceof Outcome.Overrun || outcome.equals(new Outcome.Broken("cpu"))
                ? "编译用时太久，已停止：代码是不是太大、嵌套太深，或者有太多要推断的类型？"
                        + " · compiling took too long and was stopped: is the code too large, nested too deeply, or full of types to infer?"
                : "编译器放弃了：代码是不是太大或嵌套太深？" + " · the compiler gives up: is the code too large or too deeply nested?";
    }

    private static List<Diagnostic> problems(@Nullable Object list) {
        List<Diagnostic> problems = new ArrayList<>();
        if (list instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> map
                        && map.get("line") instanceof Number line
                        && map.get("column") instanceof Number column) {
                    problems.add(problem(line.intValue(), column.intValue(), String.valueOf(map.get("message"))));
                }
            }
        }
        return problems;
    }

    private static Diagnostic problem(int line, int column, String message) {
        return Diagnostic.error("answer-java", line > 0 ? new Span(line, Math.max(1, column), 1) : null, message, "");
    }

    private AnswerChild start(boolean compiles, boolean inSandbox) {
        try {
            return launcher.start(compiles, inSandbox);
        } catch (IOException e) {
            throw new Unavailable("no place to run Java: " + e.getMessage());
        }
    }

    /** Starts children until enough wait. */
    private void fill() {
        boolean inSandbox = Boolean.TRUE.equals(isolated);
        if (compilers.isEmpty()) {
            compilers.offer(start(true, inSandbox));
        }
        while (ready.size() < settings.warm() && !watch.isShutdown()) {
            ready.offer(start(false, inSandbox));
        }
    }

    private AnswerChild take(boolean inSandbox) {
        AnswerChild child = ready.poll();
        if (!ahead.isShutdown()) {
            ahead.execute(this::fill);
        }
        return child != null && child.isAlive() ? child : start(false, inSandbox);
    }

    /** A student's class; every run begins in a fresh process. */
    private final class Program implements JavaProgram {
        private final Object classes;
        private final String className;
        private final boolean inSandbox;

        /** Why it is not run again: it has used up its time once. */
        private final AtomicReference<@Nullable String> given = new AtomicReference<>();

        Program(Object classes, String className, boolean inSandbox) {
            this.classes = classes;
            this.className = className;
            this.inSandbox = inSandbox;
        }

        @Override
        public List<Reply> run(List<Call> calls) {
            if (given.get() != null) {
                return List.of(new Reply.Stopped(String.valueOf(given.get())));
            }
            Outcome outcome = once(calls);
            if (outcome instanceof Outcome.Overrun) {
                // The machine may have been busy: only an overrun that comes again is the student's.
                outcome = once(calls);
                if (!(outcome instanceof Outcome.Overrun)) {
                    throw new IllegalStateException("an answer in Java took more than "
                            + settings.limits().wallSeconds()
                            + " s, but not when it ran again: the machine is overloaded");
                }
            }
            return switch (outcome) {
                case Outcome.Answered answered -> replies(answered.tree());
                case Outcome.Overrun late -> stop("timeout");
                case Outcome.Broken broken ->
                    broken.why().equals("cpu") ? stop("timeout") : List.of(new Reply.Stopped(broken.why()));
            };
        }

        private List<Reply> stop(String why) {
            given.set(why);
            return List.of(new Reply.Stopped(why));
        }

        private Outcome once(List<Call> calls) {
            Map<String, Object> run = new HashMap<>();
            run.put("classes", classes);
            run.put("class", className);
            run.put("calls", calls.stream().map(Call::tree).toList());
            AnswerChild child = take(inSandbox);
            try {
                return child.ask(
                        Map.of("run", run),
                        settings.limits().wallSeconds(),
                        settings.limits().replyBytes(),
                        watch);
            } finally {
                child.kill();
            }
        }

        private static List<Reply> replies(@Nullable Object tree) {
            List<Reply> replies = new ArrayList<>();
            if (tree instanceof Map<?, ?> map && map.get("replies") instanceof List<?> list) {
                list.forEach(item -> replies.add(Reply.of(item)));
            }
            return replies;
        }
    }

    /** Ends all children. */
    @Override
    public void close() {
        ahead.shutdownNow();
        watch.shutdownNow();
        ready.forEach(AnswerChild::kill);
        compilers.forEach(AnswerChild::kill);
        launcher.close();
    }
}
