package org.ringlab.jupyter.jshell;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.VarSnippet;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.jspecify.annotations.Nullable;
import org.ringlab.jupyter.api.Ringlab;
import org.ringlab.jupyter.session.Cell;
import org.ringlab.jupyter.session.CellFailureException;
import org.ringlab.jupyter.session.CellOutcome;
import org.ringlab.jupyter.text.Messages;
import org.ringlab.jupyter.text.Text;

/**
 * Java cells. JShell starts in the background, since its first snippet costs most of a second; whoever comes earlier
 * waits for it.
 */
public final class JavaSession implements AutoCloseable {
    private static final List<String> STARTUP = List.of(
            "import java.io.*;",
            "import java.math.*;",
            "import java.nio.file.*;",
            "import java.util.*;",
            "import java.util.concurrent.*;",
            "import java.util.function.*;",
            "import java.util.regex.*;",
            "import java.util.stream.*;",
            "import org.ringlab.jupyter.api.*;",
            "Ringlab ringlab;",
            "void display(Object value) { ringlab.display(value); }",
            "void clearOutput() { ringlab.clearOutput(); }");

    private final Messages messages;
    private final CellSources sources = new CellSources();
    private final JavaErrors errors;
    private final ValueRenderer renderer = new ValueRenderer();
    private final CellExecutionControl control = new CellExecutionControl();
    private final ApiClassPath path = new ApiClassPath();
    private final CompletableFuture<JShell> starting;

    /** Starts JShell by {@code background}; its variable {@code ringlab} is {@code api}. */
    public JavaSession(Messages messages, Ringlab api, Executor background) {
        this.messages = messages;
        errors = new JavaErrors(messages, sources);
        starting = CompletableFuture.supplyAsync(() -> start(api), background);
    }

    private JShell start(Ringlab api) {
        JShell shell = JShell.builder()
                .executionEngine(new Provider(control), Map.of())
                .compilerOptions("--class-path", path.root().toString())
                .build();
        control.bind("ringlab", api);
        for (String source : STARTUP) {
            for (SnippetEvent event : shell.eval(source)) {
                if (event.snippet() instanceof VarSnippet variable) {
                    shell.varValue(variable); // binds it
                }
            }
        }
        return shell;
    }

    /** Forgets earlier interrupts: a new cell is about to run. */
    public void begin() {
        control.begin();
    }

    /** Runs a piece of a cell that begins on {@code firstLine}, from 1, of it. */
    public CellOutcome run(Cell cell, String code, int firstLine) {
        JShell shell = starting.join();
        Optional<DisplayData> value = Optional.empty();
        String rest = code;
        while (!rest.isBlank()) {
            int offset = code.length() - rest.length();
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            String source = info.completeness().isComplete() ? info.source() : rest;
            if (info.completeness() == SourceCodeAnalysis.Completeness.DEFINITELY_INCOMPLETE) {
                return errors.incomplete();
            }
            CompletableFuture<CellOutcome> failed = new CompletableFuture<>();
            for (SnippetEvent event : shell.eval(source)) {
                failure(shell, cell, code, offset, firstLine, event).ifPresent(failed::complete);
                value = value(event);
            }
            if (failed.isDone()) {
                return failed.join();
            }
            if (control.stopped()) {
                return errors.interrupted();
            }
            rest = info.completeness().isComplete() ? info.remaining() : "";
        }
        return new CellOutcome.Done(value, Optional.empty());
    }

    private Optional<CellOutcome> failure(
            JShell shell, Cell cell, String code, int offset, int firstLine, SnippetEvent event) {
        Snippet snippet = event.snippet();
        if (event.causeSnippet() != null) {
            return Optional.empty(); // an earlier definition that this one changed
        }
        int line = CellSources.line(code, begin(code, offset)) + firstLine - 1;
        sources.add(snippet.id(), cell.count(), line);
        if (control.stopped()) {
            return Optional.of(errors.interrupted());
        }
        return switch (event.status()) {
            case REJECTED -> {
                String above = "\n".repeat(firstLine - 1);
                List<Diag> diags = shell.diagnostics(snippet).toList();
                yield Optional.of(errors.compileError(above + code, above.length() + offset, diags));
            }
            case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED -> {
                if (snippet instanceof DeclarationSnippet declaration) {
                    List<String> missing =
                            shell.unresolvedDependencies(declaration).toList();
                    cell.output().stderr(messages.say(Text.UNRESOLVED, declaration.name(), String.join(", ", missing)));
                }
                yield thrown(event.exception());
            }
            case VALID, OVERWRITTEN, DROPPED, NONEXISTENT -> thrown(event.exception());
        };
    }

    private Optional<CellOutcome> thrown(@Nullable JShellException exception) {
        return exception == null ? Optional.empty() : Optional.of(errors.thrown(exception));
    }

    /** Where the code behind {@code offset} begins: JShell counts a snippet's lines from there. */
    private static int begin(String code, int offset) {
        int begin = offset;
        while (begin < code.length() && Character.isWhitespace(code.charAt(begin))) {
            begin++;
        }
        return begin;
    }

    /** Only expressions have a value to show; declarations and assignments don't. */
    private Optional<DisplayData> value(SnippetEvent event) {
        return switch (event.snippet().subKind()) {
            case TEMP_VAR_EXPRESSION_SUBKIND, VAR_VALUE_SUBKIND, OTHER_EXPRESSION_SUBKIND ->
                Optional.of(renderer.render(control.value()));
            default -> Optional.empty();
        };
    }

    /**
     * The value of one expression.
     *
     * @throws CellFailureException where it doesn't compile, throws or isn't an expression
     */
    public DisplayData evaluate(String expression) throws CellFailureException {
        JShell shell = starting.join();
        Optional<DisplayData> value = Optional.empty();
        for (SnippetEvent event : shell.eval(expression)) {
            if (event.status() == Snippet.Status.REJECTED) {
                List<Diag> diags = shell.diagnostics(event.snippet()).toList();
                throw new CellFailureException(errors.compileError(expression, 0, diags));
            }
            if (event.exception() != null) {
                throw new CellFailureException(errors.thrown(event.exception()));
            }
            value = value(event);
        }
        return value.orElseThrow(() -> {
            String words = messages.say(Text.NO_VALUE, expression);
            return new CellFailureException(new CellOutcome.Failed("NoValue", words, List.of(words)));
        });
    }

    /** What JShell knows of sources, for completion and inspection. */
    SourceCodeAnalysis analysis() {
        return starting.join().sourceCodeAnalysis();
    }

    /** Stops the running snippet; harmless where none runs. From any thread. */
    public void interrupt() {
        control.stop();
    }

    @Override
    public void close() {
        interrupt();
        path.close();
    }

    /** Gives JShell our control. */
    private record Provider(ExecutionControl control) implements ExecutionControlProvider {
        @Override
        public String name() {
            return "ringlab";
        }

        @Override
        public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
            return control;
        }
    }
}
