package org.ringlab.checks;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a probe's outcome must be.
 *
 * @param verdicts any of these verdicts ({@code ok}, {@code refused}, {@code icmp-unreachable:*}, …); not empty
 * @param fields other fields of the outcome and their values as text: {@code status}, {@code body}, {@code stage},
 *     {@code icmp_from}, {@code reply_from}; {@code host}, {@code service}, {@code src}, {@code dst} of who received it
 */
public record Expectation(List<String> verdicts, Map<String, String> fields) {
    /** Copies what it is given. */
    public Expectation {
        verdicts = List.copyOf(verdicts);
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
}
