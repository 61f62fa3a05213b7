package org.ringlab.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringlab.checks.JavaProgram.Call;
import org.ringlab.checks.JavaProgram.Reply;

/** Calls of a student's Java code in words: which input, what was to come of it, what came. */
final class JavaWords {
    /** Numbers from here on are addresses and entries rather than counts. */
    private static final long HEX_FROM = 4096;

    private static final int LONGEST = 400;
    private static final int MOST_BEFORE = 24;

    private JavaWords() {}

    /**
     * What one call came to, where that is wrong.
     *
     * @param before the calls of the same object in front of it
     */
    static Text wrong(List<Call> before, Check.ExpectedCall expected, Reply reply) {
        String call = call(expected.call());
        String calls = before.stream()
                .skip(Math.max(0, before.size() - MOST_BEFORE))
                .map(JavaWords::call)
                .collect(Collectors.joining(" "));
        String after = calls.isEmpty() ? "" : shortened((before.size() > MOST_BEFORE ? "… " : "") + calls);
        Text right = right(expected);
        String zh = (after.isEmpty() ? "" : "先调用 " + after + "，再调用 ") + call + "：应该" + right.zh() + "，";
        String en = call + (after.isEmpty() ? "" : " after " + after) + " should " + right.en() + "; ";
        return switch (reply) {
            case Reply.Value value ->
                new Text(zh + "得到 " + value(value.value()) + "。", en + "it gave " + value(value.value()) + ".");
            case Reply.Thrown thrown -> {
                String line = thrown.line() > 0 ? String.valueOf(thrown.line()) : "";
                String message = thrown.message().isBlank() || thrown.message().equals("null")
                        ? ""
                        : shortened(thrown.message());
                yield new Text(
                        zh + "抛出了 " + thrown.type() + (line.isEmpty() ? "" : "（第 " + line + " 行）")
                                + (message.isEmpty() ? "。" : "：" + message),
                        en + "it threw " + thrown.type() + (line.isEmpty() ? "" : " in line " + line)
                                + (message.isEmpty() ? "." : ": " + message));
            }
            case Reply.Stopped stopped -> {
                Text why = stopped(stopped.why());
                yield new Text(zh + why.zh(), en + why.en());
            }
        };
    }

    private static Text right(Check.ExpectedCall expected) {
        String exception = expected.exception();
        if (!exception.isEmpty()) {
            return new Text("抛出 " + exception, "throw " + exception);
        }
        String value = value(expected.gives());
        return expected.gives() == null ? new Text("正常返回", "return") : new Text("得到 " + value, "give " + value);
    }

    private static Text stopped(String why) {
        return switch (why) {
            case "timeout" -> new Text("在限定时间内没有结束：有死循环吗？", "it did not end within its time: an endless loop?");
            case "memory" -> new Text("用完了内存。", "it used up its memory.");
            case "ended" -> new Text("程序自己退出了。", "the program ended itself.");
            case "no-such-method" -> new Text("没有这个方法，或者参数不同。", "there is no such method with these parameters.");
            case "no-such-class" -> new Text("没有题目要求的类。", "there is no class of the name that is asked for.");
            case "too-much" -> new Text("结果太大了。", "its result is too large.");
            default -> new Text("结果不是可以比较的值。", "its result is nothing that could be compared.");
        };
    }

    /** As it would be written in Java, nearly. */
    static String call(Call call) {
        return shortened(
                call.method() + call.with().stream().map(JavaWords::value).collect(Collectors.joining(", ", "(", ")")));
    }

    private static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Long number -> number(number);
            case Integer number -> number(number);
            case String text -> '"' + text + '"';
            case List<?> list -> {
                List<String> items = new ArrayList<>();
                list.forEach(item -> items.add(value(item)));
                yield shortened("{" + String.join(", ", items) + "}");
            }
            case Map<?, ?> map -> shortened(map.toString());
            default -> String.valueOf(value);
        };
    }

    private static String number(long number) {
        return number >= HEX_FROM || number <= -HEX_FROM ? "0x" + Long.toHexString(number) : Long.toString(number);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
