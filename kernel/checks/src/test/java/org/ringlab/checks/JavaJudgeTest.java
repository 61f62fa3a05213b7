package org.ringlab.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringlab.checks.JavaProgram.Call;
import org.ringlab.checks.JavaProgram.Reply;

/** When a value that a student's code gave is the one asked for. */
class JavaJudgeTest {
    /** The last two lie 2^63 apart, whose distance fits no long. */
    @ParameterizedTest
    @CsvSource({
        "5, 5, 0, true",
        "5, 6, 0, false",
        "5, 6, 1, true",
        "0, -9223372036854775808, 0, false",
        "4096, -9223372036854771712, 1, false"
    })
    void wholeNumbersAreComparedWithoutOverflow(long right, long found, double tolerance, boolean same) {
        assertEquals(same, JavaJudge.same(right, found, tolerance));
    }

    private static final Check.ExpectedCall WALK =
            new Check.ExpectedCall(new Call("walk", List.of(List.of(List.of(4104, 8231L)), 4096L, 7L)), 0x5abcL, "");

    /** Who loops, throws or answers nonsense is told by which input. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "value | 42 | it gave 42. | 得到 42。",
                "value | 65536 | it gave 0x10000. | 得到 0x10000。",
                "thrown | ArithmeticException | it threw ArithmeticException in line 3: / by zero | 抛出了 ArithmeticException（第 3 行）：/ by zero",
                "stopped | timeout | it did not end within its time: an endless loop? | 在限定时间内没有结束：有死循环吗？",
                "stopped | memory | it used up its memory. | 用完了内存。",
                "stopped | ended | the program ended itself. | 程序自己退出了。",
                "stopped | no-such-method | there is no such method with these parameters. | 没有这个方法，或者参数不同。",
                "stopped | no-such-class | there is no class of the name that is asked for. | 没有题目要求的类。",
                "stopped | not-a-value | its result is nothing that could be compared. | 结果不是可以比较的值。",
                "stopped | too-much | its result is too large. | 结果太大了。",
            })
    void saysWhichInputShowedIt(String kind, String what, String en, String zh) {
        Reply reply = switch (kind) {
            case "value" -> new Reply.Value(Long.valueOf(what));
            case "thrown" -> new Reply.Thrown(what, "/ by zero", 3);
            default -> new Reply.Stopped(what);
        };
        Text words = JavaWords.wrong(List.of(), WALK, reply);
        assertEquals("walk({{0x1008, 0x2027}}, 0x1000, 7) should give 0x5abc; " + en, words.en());
        assertEquals("walk({{0x1008, 0x2027}}, 0x1000, 7)：应该得到 0x5abc，" + zh, words.zh());
    }

    @Test
    void namesTheCallsBefore() {
        List<Call> before = List.of(new Call("start", List.of(3L)), new Call("used", Arrays.asList("a", null)));
        Check.ExpectedCall victim =
                new Check.ExpectedCall(new Call("victim", List.of()), null, "IllegalStateException");
        assertEquals(
                "victim() after start(3) used(\"a\", null) should throw IllegalStateException; it gave 1.5.",
                JavaWords.wrong(before, victim, new Reply.Value(1.5)).en());
    }

    @Test
    void aMethodWithoutAResultShouldReturn() {
        Check.ExpectedCall start = new Check.ExpectedCall(new Call("start", List.of(3)), null, "");
        assertEquals(
                "start(3)：应该正常返回，在限定时间内没有结束：有死循环吗？",
                JavaWords.wrong(List.of(), start, new Reply.Stopped("timeout")).zh());
    }

    @Test
    void longInputsAreCut() {
        Call call = new Call("sum", List.of(Collections.nCopies(10_000, 1L)));
        assertEquals(401, JavaWords.call(call).length());
    }
}
