package org.ringlab.fuzz;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.common.SeededRandom;

/**
 * Makes bad input of good: pieces of what people type, with words exchanged, lost, doubled and damaged. What comes out is
 * mostly nearly right, which leads deeper into a parser than noise does; now and then it is noise.
 */
final class Scrambler {
    /** Words that programs have stumbled over. */
    private static final List<String> EVIL = List.of(
            "",
            "-",
            "--",
            "!",
            "0",
            "-1",
            "65535",
            "65536",
            "2147483647",
            "2147483648",
            "4294967295",
            "4294967296",
            "9223372036854775807",
            "99999999999999999999999",
            "0x",
            "0xffffffffffffffffff",
            "1e9",
            "08",
            "0.0.0.0/0",
            "255.255.255.255/33",
            "1.2.3.4/255.0.255.0",
            "::1",
            "٣",
            "中文",
            "😀",
            "\uD800",
            "\u0000",
            "\u0085",
            "%s%n",
            "'",
            "\"",
            "`",
            "\\",
            "$",
            "${",
            "$(",
            "$((",
            "((",
            "[",
            "[!",
            "[[:alpha:",
            "*",
            "**",
            "{1..9}",
            "{a,b}{c,d}",
            "|",
            "||",
            "&",
            ";",
            ";;",
            "<<E",
            ">",
            "<",
            "\n",
            "\r\n",
            "\t",
            "#",
            "../../..",
            "/",
            "//",
            ",",
            ":",
            "=",
            "a".repeat(300));

    private final SeededRandom random;

    Scrambler(SeededRandom random) {
        this.random = random;
    }

    /** A number below {@code bound}. */
    int number(int bound) {
        return random.nextInt(bound);
    }

    /** One of them. */
    <T> T one(List<T> all) {
        return all.get(number(all.size()));
    }

    /** Text that began as one of the good ones; {@code words} may stand anywhere in it. */
    String text(List<String> good, List<String> words) {
        if (number(40) == 0) {
            return noise(number(60));
        }
        String text = one(good);
        if (number(8) == 0) {
            String other = one(good);
            text = text.substring(0, number(text.length() + 1)) + other.substring(number(other.length() + 1));
        }
        for (int changes = number(5); changes > 0; changes--) {
            text = number(3) == 0 ? damaged(text) : withOtherWords(text, words);
        }
        return text;
    }

    private String withOtherWords(String text, List<String> words) {
        List<String> parts = new ArrayList<>(List.of(text.split("(?<=[ \n,:=\\[\\]{}])|(?=[ \n,:=\\[\\]{}])")));
        int at = number(parts.size());
        String word = number(3) == 0 || words.isEmpty() ? one(EVIL) : one(words);
        switch (number(6)) {
            case 0 -> parts.remove(at);
            case 1 -> parts.add(at, parts.get(number(parts.size())));
            case 2 -> parts.add(at, word + " ");
            case 3 -> parts.set(at, parts.get(number(parts.size())));
            case 4 -> parts.addAll(parts.subList(0, Math.min(parts.size(), 8)));
            default -> parts.set(at, word);
        }
        return String.join("", parts);
    }

    /** The same text with single characters changed, lost or added. */
    String damaged(String text) {
        int at = number(text.length() + 1);
        String before = text.substring(0, at);
        String behind = text.substring(Math.min(text.length(), at + number(3)));
        return switch (number(4)) {
            case 0 -> before;
            case 1 -> before + one(EVIL) + behind;
            case 2 -> before + (char) (32 + number(95)) + behind;
            default -> before + (char) number(number(8) == 0 ? 65536 : 128) + behind;
        };
    }

    /** Any characters. */
    private String noise(int length) {
        StringBuilder s = new StringBuilder();
        for (int i = 0; i < length; i++) {
            s.append((char) number(number(4) == 0 ? 65536 : 128));
        }
        return s.toString();
    }

    /** Some bytes changed, or cut off. */
    byte[] damaged(byte[] good) {
        byte[] bytes = number(6) == 0 ? java.util.Arrays.copyOf(good, number(good.length + 20)) : good.clone();
        for (int changes = number(8); changes > 0 && bytes.length > 0; changes--) {
            bytes[number(bytes.length)] = (byte) (number(3) == 0 ? one(List.of(0, 255, 127, 128)) : number(256));
        }
        return bytes;
    }
}
