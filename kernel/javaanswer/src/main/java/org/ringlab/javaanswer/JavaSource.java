package org.ringlab.javaanswer;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.JavaFileObject.Kind;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** Compiles a student's class, in memory. Nothing of it runs: annotation processors are off. */
public final class JavaSource {
    /** The name that a student's code has in stack traces. */
    static final String UNIT = "Answer.java";

    /** What a notebook's Java cells see without importing it, in a line of its own before the student's first. */
    private static final String IMPORTS = "import java.io.*; import java.math.*; import java.util.*; "
            + "import java.util.function.*; import java.util.regex.*; import java.util.stream.*;\n";

    private static final List<String> OPTIONS = List.of("-proc:none", "-Xlint:none", "-g", "-implicit:none");
    private static final int MOST_PROBLEMS = 20;

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager platform = compiler.getStandardFileManager(null, Locale.ENGLISH, null);

    /**
     * What the compiler says.
     *
     * @param line in the student's text, from 1; 0 where it is in none of their lines
     * @param column from 1; 0 where there is none
     */
    public record Problem(int line, int column, String message) {}

    /**
     * What came of compiling.
     *
     * @param classes class files by name; empty where there are problems
     * @param problems errors only
     */
    public record Compiled(Map<String, byte[]> classes, List<Problem> problems) {}

    /**
     * Compiles a text.
     *
     * @param given Java that the exercise brings
     * @param source the student's
     */
    public Compiled compile(String given, String source) {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Memory memory = new Memory(platform);
        List<JavaFileObject> units = new ArrayList<>();
        units.add(new Text(UNIT, IMPORTS + source));
        if (!given.isBlank()) {
            units.add(new Text("Given.java", IMPORTS + given));
        }
        StringWriter own = new StringWriter();
        boolean good = compiler.getTask(own, memory, said, OPTIONS, null, units).call();
        List<Problem> problems = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> problem : said.getDiagnostics()) {
            if (problem.getKind() == Diagnostic.Kind.ERROR && problems.size() < MOST_PROBLEMS) {
                problems.add(problem(problem));
            }
        }
        if (!good && problems.isEmpty()) {
            problems.add(new Problem(0, 0, givenUp(own.toString())));
        }
        return new Compiled(problems.isEmpty() ? memory.classes() : Map.of(), List.copyOf(problems));
    }

    /** Of its own end the compiler tells with a stack trace. */
    private static String givenUp(String trace) {
        if (trace.contains("OutOfMemoryError")) {
            return "编译器的内存用完了：代码是不是展开得太大？ · the compiler ran out of memory: does the code grow too large?";
        }
        return trace.contains("StackOverflowError")
                ? "代码嵌套得太深，编译器放弃了 · the code is nested too deeply for the compiler"
                : "编译器放弃了 · it can't be compiled";
    }

    private static Problem problem(Diagnostic<? extends JavaFileObject> problem) {
        JavaFileObject unit = problem.getSource();
        boolean own = unit != null && unit.getName().endsWith(UNIT) && problem.getLineNumber() > 1;
        return new Problem(
                own ? (int) problem.getLineNumber() - 1 : 0,
                own ? (int) Math.max(1, problem.getColumnNumber()) : 0,
                problem.getMessage(Locale.ENGLISH));
    }

    /** A source text; public classes may be called as they like. */
    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("text:///" + name), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        @Override
        public boolean isNameCompatible(String simpleName, Kind kind) {
            return kind == Kind.SOURCE;
        }
    }

    /** Where class files go. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> files = new HashMap<>();

        Memory(JavaFileManager platform) {
            super(platform);
        }

        Map<String, byte[]> classes() {
            Map<String, byte[]> classes = new HashMap<>();
            files.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
            return classes;
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                Location location, String className, Kind kind, @Nullable FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className.replace('.', '/') + ".class"), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    files.put(className, bytes);
                    return bytes;
                }
            };
        }

        /** The platform outlives this. */
        @Override
        public void close() {
            // nothing is held
        }
    }
}
