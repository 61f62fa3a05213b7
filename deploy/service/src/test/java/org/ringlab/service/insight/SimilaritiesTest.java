package org.ringlab.service.insight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.grader.similarity.ForeignParameters;
import org.ringlab.grader.similarity.Work;

/** Which of a report's values another student can only have from it. */
class SimilaritiesTest {
    private static String shown(boolean sibling) throws JsonProcessingException {
        return Similarities.shown(new ObjectMapper().readTree("""
                {"checks": [{"sibling": %s, "trace": {
                  "text": {"en": "Nothing was lost: every packet arrived."},
                  "html": {"en": "<svg width='4711'/><pre>packet 1: UDP 172.18.56.204:53 → 192.168.66.132:161</pre>"}}}]}
                """.formatted(sibling)));
    }

    /** Where every packet arrived, the drawn addresses stand in the packets' way alone, which the student can open. */
    @Test
    void valuesOfThePacketsWayAreShownAndThoseOfItsMarkupAreNot() throws JsonProcessingException {
        String text = shown(true);
        assertFalse(text.contains("4711"), text);
        Instant before = Instant.EPOCH;
        assertEquals(
                List.of("172.18.56.204"),
                ForeignParameters.find(
                                List.of(new Work(
                                        "second",
                                        List.of(new Work.Version(
                                                before.plusSeconds(60), 2, "iptables -A FORWARD -s 172.18.56.204")))),
                                List.of(new ForeignParameters.Report("first", before, 1, text)),
                                "192.168.66.132")
                        .getFirst()
                        .values());
    }

    @Test
    void publicChecksShowNothingThatWasDrawn() throws JsonProcessingException {
        assertEquals("", shown(false));
    }
}
