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

    private final DataInputStream in;
    private final DataOutputStream out;
    private final JavaSource source = new JavaSource();

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
        } else {
            // Loads what a first request would.
            process.answer(Map.of("run", Map.of("classes", Map.of(), "class", "None", "calls", List.of())));
        }
        process.serve();
        Runtime.getRuntime().halt(0);
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
        }
    }

    private Map<String, @Nullable Object> answer(@Nullable Object request) {
        Map<?, ?> map = request instanceof Map<?, ?> tree ? tree : Map.of();
        if (map.get("compile") instanceof Map<?, ?> compile) {
            return compile(compile);
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
