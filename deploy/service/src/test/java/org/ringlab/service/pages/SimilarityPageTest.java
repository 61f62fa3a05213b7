package org.ringlab.service.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How the places of shared code are told. */
class SimilarityPageTest {
    @Test
    void neighbouringLinesStandTogether() {
        assertEquals("2–4, 7, 9–10", SimilarityPage.ranges(List.of(2, 3, 4, 7, 9, 10)));
        assertEquals("5", SimilarityPage.ranges(List.of(5)));
        assertEquals("", SimilarityPage.ranges(List.of()));
    }
}
