package org.ringlab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.common.Diagnostic;
import org.ringlab.host.tree.Node;
import org.ringlab.labfile.TextTree;

class AssemblyCheckTest {
    private static final String CHECK = """
            - id: sum
              kind: assembly
              cell: a
              title: {zh: 求和, en: sum}
              fail: {zh: 不对。, en: wrong.}
            """;

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // What is asked | the answer | what is found; "+" before it where that is right.
                "registers: {ecx: 3}, expect: {registers: {eax: 6}} | 1: add eax, ecx; loop 1b | + finished",
                "registers: {ecx: 3}, expect: {registers: {eax: 6}} | mov eax, 5 | other-registers",
                "registers: {ecx: 3}, expect: {registers: {eax: 6}} | mov eax, bl | assembly-error",
                "expect: {registers: {al: -1}} | mov eax, 0x1ff | + finished",
                "'ring: 0, expect: {registers: {if: 0, zf: 1}}' | cli; xor eax, eax | + finished",
                "'ring: 0, expect: {registers: {if: 1}}' | cli | other-registers",
                "'ring: 3, expect: {ends: \"#GP\"}' | cli | + #GP",
                "'ring: 0, expect: {ends: \"#GP\"}' | cli | finished",
                "'ring: 3, mode: 64, expect: {ends: int 0x80, registers: {rax: 7}}' | mov eax, 7; int 0x80 | + int 0x80",
                "'memory: [{at: 0x20000, value: 5}], expect: {memory: [{at: 0x20004, size: 2, value: 10}]}' | mov eax, [0x20000]; add eax, eax; mov [0x20004], ax | + finished",
                "'expect: {memory: [{at: 0x20004, size: 2, value: 10}]}' | nop | other-memory",
                "'iopl: 3, expect: {output: hi}' | mov al, 'h'; out 0xe9, al; mov al, 'i'; out 0xe9, al | + finished",
                "'budget: 50, expect: {}' | 1: jmp 1b | budget",
                "'expect: {at-most: 2}' | nop; nop; nop | too-many",
                "'mode: 16, expect: {ends: halted}' | hlt | + halted",
                "'expect: {}' | - | none",
            })
    void answersAreRun(String asked, String answer, String found) {
        Finding finding = judge(asked, answer == null ? "" : answer.replace("; ", "\n"));
        assertEquals(
                found, (finding.passed() ? "+ " : "") + finding.observation().found());
    }

    @Test
    void itIsSaidWhereAProgramEnded() {
        Finding finding = judge("ring: 3, expect: {}", "nop\nhlt");
        assertEquals("it ended with #GP in line 2: hlt", finding.observation().detail());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "'registers: {rex: 1}, expect: {}' | `rex` is no register",
                "'registers: {if: 1}, expect: {}' | `if` is no register",
                "'registers: {eax: x}, expect: {}' | `x` is no number",
                "'mode: 48, expect: {}' | `48` is no mode",
                "'ring: 4, expect: {}' | expected 0 to 3",
                "'ring: 3' | missing: what is expected",
                "'expect: {memory: [{value: 1}]}' | missing: an address",
                "'expect: {end: x}' | unknown key",
            })
    void saysWhatIsWrongWithACheck(String asked, String problem) {
        List<Diagnostic> problems = new ArrayList<>();
        read(asked, problems);
        assertTrue(problems.toString().contains(problem), problems.toString());
    }

    private static Finding judge(String asked, String answer) {
        List<Diagnostic> problems = new ArrayList<>();
        Check check = read(asked, problems).getFirst();
        assertEquals(List.of(), problems);
        AnswerSpec spec = new AnswerSpec.Assembly("a");
        Answers answers = new Answers(List.of(new Answer(spec, "", answer, List.of())), Map.of(), Map.of());
        return AssemblyJudge.judge((Check.AssemblyRun) check, answers);
    }

    private static List<Check> read(String asked, List<Diagnostic> problems) {
        StringBuilder keys = new StringBuilder();
        TextTree more = TextTree.yaml("{" + asked + "}");
        problems.addAll(more.diagnostics());
        ((Map<?, ?>) more.value())
                .forEach((key, value) -> keys.append("  ")
                        .append(key)
                        .append(": ")
                        .append(flow(value))
                        .append('\n'));
        TextTree tree = TextTree.yaml(CHECK + keys);
        problems.addAll(tree.diagnostics());
        return CheckReader.read(Node.root(tree.value(), tree.places(), problems), tree.places(), problems, Set.of());
    }

    private static String flow(Object value) {
        if (value instanceof Map<?, ?> map) {
            List<String> parts = new ArrayList<>();
            map.forEach((key, inner) -> parts.add(key + ": " + flow(inner)));
            return "{" + String.join(", ", parts) + "}";
        }
        if (value instanceof List<?> list) {
            return "["
                    + String.join(
                            ", ", list.stream().map(AssemblyCheckTest::flow).toList()) + "]";
        }
        return value instanceof String text ? "\"" + text + "\"" : String.valueOf(value);
    }
}
