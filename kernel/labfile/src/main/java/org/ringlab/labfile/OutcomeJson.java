package org.ringlab.labfile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.ringlab.host.Outcome;
import org.ringlab.host.OutcomeTree;

/** Outcomes as JSON, in the recorded form. */
public final class OutcomeJson {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private OutcomeJson() {}

    /** One line of JSON, without a newline at its end. */
    public static String line(Outcome outcome) {
        try {
            return JSON.writeValueAsString(OutcomeTree.of(outcome));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an outcome holds only texts, numbers, lists and maps", e);
        }
    }
}
