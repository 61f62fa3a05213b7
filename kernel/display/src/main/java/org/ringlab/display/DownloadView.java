package org.ringlab.display;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A file made in the kernel, to be saved by the reader's browser: the link holds its bytes. */
public final class DownloadView {
    private DownloadView() {}

    /**
     * A link, and below it what the file shows.
     *
     * @param name the file's name
     * @param type its media type
     * @param content its bytes
     * @param about the words of the link
     * @param below HTML of this package
     */
    public static String html(String name, String type, byte[] content, String about, String below) {
        String data = "data:" + type + ";base64," + Base64.getEncoder().encodeToString(content);
        Xml xml = new Xml().open("div", "class", "rl-view").line();
        xml.open("p")
                .element("a", about, "download", name, "href", data)
                .close("p")
                .line();
        return xml.raw(below).close("div").toString();
    }

    /** The same for a text, which can be unfolded below. */
    public static String text(String name, String type, String content, String about) {
        Xml below = new Xml()
                .open("details")
                .element("summary", name)
                .element("pre", content)
                .close("details");
        return html(name, type, content.getBytes(StandardCharsets.UTF_8), about, below.toString());
    }
}
