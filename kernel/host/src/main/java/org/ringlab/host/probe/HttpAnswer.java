package org.ringlab.host.probe;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringlab.netfilter.packet.Bytes;

/**
 * A whole HTTP answer.
 *
 * @param status 200 and so on
 * @param head the status line and headers, without the empty line
 * @param body what follows them
 */
public record HttpAnswer(int status, String head, String body) {
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d (\\d{3})");
    private static final Pattern LENGTH = Pattern.compile("Content-Length: (\\d{1,9})");

    /** The answer, once all of it is there. */
    public static Optional<HttpAnswer> parse(Bytes received) {
        return head(received)
                .filter(answer -> answer.length()
                        .map(n -> Bytes.utf8(answer.body).length() >= n)
                        .orElse(true));
    }

    /** The answer, once its headers are there; the body as far as it came. */
    public static Optional<HttpAnswer> head(Bytes received) {
        String text = received.utf8();
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        String head = text.substring(0, end);
        Matcher status = STATUS.matcher(head);
        return status.find()
                ? Optional.of(new HttpAnswer(Integer.parseInt(status.group(1)), head, text.substring(end + 4)))
                : Optional.empty();
    }

    /** How many bytes the body has, where the headers say so. */
    public Optional<Integer> length() {
        Matcher length = LENGTH.matcher(head);
        return length.find() ? Optional.of(Integer.parseInt(length.group(1))) : Optional.empty();
    }

    /** A header's value. */
    public Optional<String> header(String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }
}
