package org.ringlab.service.gradebook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {
    @Test
    void rowsEndWithCrLfAfterAByteOrderMark() {
        assertEquals("\uFEFFa,b\r\n1,2\r\n", Csv.of(List.of(List.of("a", "b"), List.of("1", "2"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            quoteCharacter = '~',
            value = {
                "plain → plain",
                "王小明 → 王小明",
                "a,b → \"a,b\"",
                "say \"x\" → \"say \"\"x\"\"\"",
                "=1+1 → '=1+1",
                "+1 → '+1",
                "-1 → '-1",
                "@SUM(A1) → '@SUM(A1)",
                "=HYPERLINK(\"x\",1) → \"'=HYPERLINK(\"\"x\"\",1)\"",
            })
    void fieldsAreQuotedAndNeverFormulas(String field, String text) {
        assertEquals("\uFEFF" + text + "\r\n", Csv.of(List.of(List.of(field))));
    }

    @Test
    void lineBreaksStayInsideTheField() {
        assertEquals("\uFEFF\"a\r\nb\"\r\n", Csv.of(List.of(List.of("a\r\nb"))));
    }
}
