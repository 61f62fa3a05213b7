package org.ringlab.javaanswer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A child of the grader: takes requests on standard input and answers them on standard output, each a big-endian length and
 * JSON. The grader gives a child that compiles many texts to compile, and one that calls a single class to call.
 *
 * <pre>
 * {"compile": {"given": …, "source": …}}                       → {"classes": {NAME: BASE64}, "problems": […]}
 * {"run": {"classes": …, "class": NAME, "calls": […]}}         → {"replies": […]}
 * {"prove": {…}}                                               → {"seen": [what a sandbox should hide]}
 * </pre>
 */
public final class AnswerProcess {
    private static final int LARGEST = 8 << 20;
    private static final String SAMPLE =
            "class Sample { int of(int[] a) { int s = 0; for (int x : a) s += x; return s; } }";

    /** Processor time that a text may cost the compiler. */
    private static final Duration COMPILING = Duration.ofSeconds(3);

    private static final long LOOK_MILLIS = 100;

    /** Then it retires, well before the limit of its life: a text must not meet that. */
    private static final Duration LIFE = Duration.ofSeconds(300);

    /** How Linux ends a process that has used up its RLIMIT_CPU: 128 + SIGXCPU. */
    private static final int CPU_USED_UP = 152;

    private final DataInputStream in;
    private final DataOutputStream out;
    private final JavaSource source = new JavaSource();

    /** Processor time used when the text was begun that is being compiled; null between texts. */
    private volatile @Nullable Duration begun;

    private AnswerProcess(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(out);
    }

    /** Serves until standard input ends; with {@code compile} the compiler is warmed up first. */
    public static void main(String[] arguments) throws IOException {
        AnswerProcess process = new AnswerProcess(System.in, new FileOutputStream(FileDescriptor.out));
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        System.setOut(nowhere);
        System.setErr(nowhere);
        System.setIn(InputStream.nullInputStream());
        if (arguments.length > 0 && arguments[0].equals("compile")) {
            for (int i = 0; i < 3; i++) {
                process.source.compile("", SAMPLE);
            }
            Thread.ofPlatform().daemon().name("limit").start(process::limit);
        } else {
            // Loads what a first request would.
            process.answer(Map.of("run", Map.of("classes", Map.of(), "class", "None", "calls", List.of())));
        }
        process.serve();
        Runtime.getRuntime().halt(0);
    }

    /** RLIMIT_CPU is for the life of a process; this one is for each text. No code of students runs here that could stop it. */
    private void limit() {
        while (true) {
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException nobodyDoes) {
                return;
            }
            Duration before = begun;
            if (before != null && used().minus(before).compareTo(COMPILING) > 0) {
                Runtime.getRuntime().halt(CPU_USED_UP);
            }
        }
    }

    private static Duration used() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private void serve() throws IOException {
        while (true) {
            byte[] request;
            try {
                int length = in.readInt();
                if (length < 0 || length > LARGEST) {
                    return;
                }
                request = in.readNBytes(length);
            } catch (EOFException end) {
                return;
            }
            byte[] reply = JsonTree.write(answer(JsonTree.read(request)));
            out.writeInt(reply.length);
            out.write(reply);
            out.flush();
            if (used().compareTo(LIFE) > 0) {
                return;
            }
        }
    }

    private Map<String, @Nullable Object> answer(@Nullable Object request) {
        Map<?, ?> map = request instanceof Map<?, ?> tree ? tree : Map.of();
        if (map.get("compile") instanceof Map<?, ?> compile) {
            begun = used();
            try {
                return compile(compile);
            } finally {
                begun = null;
            }
        }
        if (map.get("run") instanceof Map<?, ?> run) {
            return run(run);
        }
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put("seen", map.get("prove") instanceof Map<?, ?> prove ? Surroundings.seen(prove) : List.of());
        return reply;
    }

    private Map<String, @Nullable Object> compile(Map<?, ?> request) {
        JavaSource.Compiled compiled =
                source.compile(String.valueOf(request.get("given")), String.valueOf(request.get("source")));
        Map<String, @Nullable Object> classes = new LinkedHashMap<>();
        compiled.classes()
                .forEach((name, bytes) -> classes.put(name, Base64.getEncoder().encodeToString(bytes)));
        List<@Nullable Object> problems = new ArrayList<>();
        for (JavaSource.Problem problem : compiled.problems()) {
            problems.add(Map.of("line", problem.line(), "column", problem.column(), "message", problem.message()));
        }
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put("classes", classes);
        reply.put("problems", problems);
        return reply;
    }

    private static Map<String, @Nullable Object> run(Map<?, ?> request) {
        Map<String, byte[]> classes = new HashMap<>();
        if (request.get("classes") instanceof Map<?, ?> given) {
            given.forEach((name, bytes) ->
                    classes.put(String.valueOf(name), Base64.getDecoder().decode(String.valueOf(bytes))));
        }
        List<?> calls = request.get("calls") instanceof List<?> list ? list : List.of();
        Map<String, @Nullable Object> reply = new LinkedHashMap<>();
        reply.put("replies", JavaCalls.run(classes, String.valueOf(request.get("class")), calls));
        return reply;
    }
}
