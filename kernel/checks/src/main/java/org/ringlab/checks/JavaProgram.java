package org.ringlab.checks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A student's Java class, compiled: something that can be called and answers with values. Who runs it (the grader in a
 * sandboxed child process, a notebook's kernel in itself) decides nothing about right and wrong: {@link JavaJudge} does.
 *
 * <p>Values are trees as JSON has them: null, booleans, numbers ({@code Long}, {@code Double}), texts, lists, maps with texts
 * as keys.
 */
@FunctionalInterface
public interface JavaProgram {
    /**
     * Calls methods of one fresh object, in order, until one doesn't return.
     *
     * @return a reply for each call made
     */
    List<Reply> run(List<Call> calls);

    /**
     * A call.
     *
     * @param method its name
     * @param with the arguments
     */
    record Call(String method, List<@Nullable Object> with) {
        /** Copies the list. */
        public Call {
            with = Collections.unmodifiableList(new ArrayList<>(with));
        }

        /** As whoever calls it reads it. */
        public Map<String, Object> tree() {
            return Map.of("call", method, "with", with);
        }
    }

    /** What came of a call. */
    sealed interface Reply {
        /** It returned. */
        record Value(@Nullable Object value) implements Reply {}

        /**
         * It threw.
         *
         * @param type the exception's simple name
         * @param message its message, shortened; may tell the input
         * @param line the line of the student's cell, 0 where it is none of theirs
         */
        record Thrown(String type, String message, int line) implements Reply {}

        /**
         * It didn't come to an end, or can't be called.
         *
         * @param why {@code timeout}, {@code memory}, {@code ended} (the program ended itself), {@code no-such-method},
         *     {@code no-such-class}, {@code not-a-value}, {@code too-much}
         */
        record Stopped(String why) implements Reply {}

        /** A reply as whoever called wrote it down; anything else counts as no value. */
        static Reply of(@Nullable Object tree) {
            Map<?, ?> map = tree instanceof Map<?, ?> given ? given : Map.of();
            if (map.containsKey("value")) {
                return new Value(map.get("value"));
            }
            if (map.get("thrown") instanceof String type) {
                int line = map.get("line") instanceof Number number ? number.intValue() : 0;
                return new Thrown(type, String.valueOf(map.get("message")), line);
            }
            return new Stopped(map.get("stopped") instanceof String why ? why : "not-a-value");
        }
    }
}
