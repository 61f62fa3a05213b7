package org.ringlab.jupyter.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ringlab.common.SeededRandom;
import org.ringlab.jupyter.magic.CellParser.Part;

final class CellParserTest {
    private final CellParser parser = new CellParser();

    @Test
    void aCellOfCommands() {
        assertEquals(
                List.of(new Part.Whole("host", List.of("gw"), "gw", "ip route\nls\n")),
                parser.parse("%%host gw\nip route\nls\n"));
    }

    @Test
    void aCellOfCommandsWithoutCommands() {
        assertEquals("host", ((Part.Whole) parser.parse("%%host gw").get(0)).name());
        assertEquals("host", ((Part.Whole) parser.parse("%%host gw\n").get(0)).name());
        assertEquals("", ((Part.Whole) parser.parse("%%").get(0)).name());
    }

    @Test
    void javaAndMagicsInTheirOrder() {
        assertEquals(
                List.of(
                        new Part.Java("int a = 1;\n", 1),
                        new Part.Line("host", List.of("gw", "echo", "a b"), "gw echo \"a b\"", 2),
                        new Part.Java("a = 7\n  % 3;\n", 3)),
                parser.parse("int a = 1;\n%host gw echo \"a b\"\na = 7\n  % 3;"));
    }

    @Test
    void questionsAndNothing() {
        assertEquals(List.of(new Part.Question("Math.max")), parser.parse(" Math.max? "));
        assertEquals(List.of(new Part.Question("%lab")), parser.parse("%lab?"));
        assertEquals(List.of(), parser.parse(" \n\t"));
    }

    @Test
    void anyTextIsTakenApart() {
        SeededRandom random = new SeededRandom(11);
        String alphabet = "%ahost \n\"'\\?；“";
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(20); j >= 0; j--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertEquals(
                    text.toString().isBlank(), parser.parse(text.toString()).isEmpty(), text::toString);
        }
    }
}
