package org.ringlab.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.common.Diagnostic;

/**
 * What readers of lab and exercise files say, in Chinese. The readers know English only; {@code diagnostics.zh.txt} has a
 * line {@code English => Chinese} for each of their sentences. {@code {}} stands for what varies, {@code {1}} in the
 * Chinese for the first of these; what varies is itself looked up. What isn't there stays English.
 */
public final class DiagnosticWords {
    /** The path of a node before what is wrong with it. */
    private static final Pattern PATH = Pattern.compile("(?s)((?:hidden\\.yaml: )?(?:[^\\s:]+: )?)(.*)");

    private static final List<Sentence> SENTENCES = read();

    private DiagnosticWords() {}

    private record Sentence(Pattern english, String chinese) {
        static Sentence of(String line) {
            String[] sides = line.split(" => ", 2);
            StringBuilder english = new StringBuilder();
            for (String part : sides[0].split("(?=\\{})|(?<=\\{})")) {
                english.append(part.equals("{}") ? "(.*?)" : Pattern.quote(part));
            }
            return new Sentence(Pattern.compile(english.toString(), Pattern.DOTALL), sides[1]);
        }

        String fill(Matcher found) {
            String filled = chinese;
            for (int i = 1; i <= found.groupCount(); i++) {
                filled = filled.replace("{" + i + "}", translated(found.group(i)));
            }
            return filled;
        }
    }

    /** {@link Diagnostic#text} in {@code language}: English for {@code en}, Chinese for anything else. */
    public static String text(Diagnostic diagnostic, String language) {
        if (language.equals("en")) {
            return diagnostic.text();
        }
        Matcher parts = PATH.matcher(diagnostic.fact().replace("the whole: ", ""));
        String fact = parts.matches() ? parts.group(1) + translated(parts.group(2)) : diagnostic.fact();
        return new Diagnostic(
                        diagnostic.code(),
                        diagnostic.severity(),
                        diagnostic.span(),
                        fact,
                        translated(diagnostic.hint()))
                .text();
    }

    /** What a preflight says of an exercise, in {@code language}. */
    public static String text(Remark remark, String language) {
        String text = language.equals("en") ? remark.text() : translated(remark.text());
        return remark.where().isEmpty() ? text : remark.where() + ": " + text;
    }

    private static String translated(String english) {
        for (Sentence sentence : SENTENCES) {
            Matcher found = sentence.english().matcher(english);
            if (found.matches()) {
                return sentence.fill(found);
            }
        }
        return english;
    }

    private static List<Sentence> read() {
        try (InputStream in = Objects.requireNonNull(DiagnosticWords.class.getResourceAsStream("diagnostics.zh.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(" => "))
                    .map(Sentence::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
