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
        String text = received.utf8();
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return Optional.empty();
        }
        String head = text.substring(0, end);
        String body = text.substring(end + 4);
        Matcher status = STATUS.matcher(head);
        Matcher length = LENGTH.matcher(head);
        if (!status.find() || length.find() && Bytes.utf8(body).length() < Integer.parseInt(length.group(1))) {
            return Optional.empty();
        }
        return Optional.of(new HttpAnswer(Integer.parseInt(status.group(1)), head, body));
    }
}
