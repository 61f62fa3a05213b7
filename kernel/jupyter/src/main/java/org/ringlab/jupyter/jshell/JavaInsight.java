package org.ringlab.jupyter.jshell;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.reply.CompleteReply;
import io.github.spencerpark.jupyter.messages.reply.IsCompleteReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/** Completion, inspection and completeness of Java code, by JShell's analysis. */
public final class JavaInsight {
    private final JavaSession session;

    /** Over the definitions of {@code session}. */
    public JavaInsight(JavaSession session) {
        this.session = session;
    }

    /** What may stand at {@code cursor}, best first. */
    public CompleteReply complete(String code, int cursor) {
        SourceCodeAnalysis analysis = session.analysis();
        int start = statement(analysis, code, cursor);
        int[] anchor = {cursor - start};
        List<String> matches = analysis.completionSuggestions(code.substring(start), cursor - start, anchor).stream()
                .sorted((a, b) -> Boolean.compare(b.matchesType(), a.matchesType()))
                .map(SourceCodeAnalysis.Suggestion::continuation)
                .distinct()
                .toList();
        return new CompleteReply(matches, matches.isEmpty() ? cursor : start + anchor[0], cursor, Map.of());
    }

    /** Signatures, with their documentation where {@code detail} is above 0; else the type of the name. */
    public Optional<DisplayData> inspect(String code, int cursor, int detail) {
        SourceCodeAnalysis analysis = session.analysis();
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        int start = statement(analysis, code, end);
        String upToName = code.substring(start, end);
        List<SourceCodeAnalysis.Documentation> found = analysis.documentation(upToName, upToName.length(), detail > 0);
        if (found.isEmpty()) {
            String call = upToName + "(";
            found = analysis.documentation(call, call.length(), detail > 0);
        }
        String text = found.stream()
                .map(each -> each.signature() + (each.javadoc() == null ? "" : "\n" + each.javadoc()))
                .distinct()
                .collect(Collectors.joining("\n"));
        if (text.isEmpty()) {
            String type = analysis.analyzeType(upToName, upToName.length());
            text = type == null ? "" : type + " " + upToName.strip();
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(new DisplayData(text));
    }

    /** Whether a console should run the code; code that can't be understood at all is invalid. */
    public IsCompleteReply isComplete(String code) {
        SourceCodeAnalysis analysis = session.analysis();
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (info.completeness() == Completeness.UNKNOWN) {
                return IsCompleteReply.INVALID_CODE;
            }
            if (info.completeness() == Completeness.DEFINITELY_INCOMPLETE) {
                return IsCompleteReply.getIncompleteReplyWithIndent(indent(code));
            }
            rest = info.remaining();
        }
        return IsCompleteReply.VALID_CODE;
    }

    /** Where the statement around {@code cursor} begins: JShell's analysis takes one at a time. */
    private static int statement(SourceCodeAnalysis analysis, String code, int cursor) {
        int start = 0;
        while (true) {
            CompletionInfo info = analysis.analyzeCompletion(code.substring(start, cursor));
            String rest = info.remaining();
            if (!info.completeness().isComplete() || rest.isBlank() || info.completeness() == Completeness.UNKNOWN) {
                return start;
            }
            start = cursor - rest.length();
        }
    }

    /** The last line's indentation, and four more behind an opening brace. */
    private static String indent(String code) {
        String last = code.lines().reduce("", (earlier, later) -> later);
        String spaces = " ".repeat(last.length() - last.stripLeading().length());
        return last.stripTrailing().endsWith("{") ? spaces + "    " : spaces;
    }
}
