package org.ringlab.host.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The words after {@code curl} taken apart as its {@code getparameter} does (src/tool_getparam.c). */
final class CurlOptions {
    /** Options that have an effect here; a colon marks those with a value. */
    private static final String SIMULATED =
            "#progress-bar 1tlsv1 4ipv4 A:user-agent D:dump-header Gget H:header Ihead Llocation Nno-buffer Oremote-name"
                    + " P:ftp-port Sshow-error Vversion X:request b:cookie d:data e:referer ffail ggloboff iinclude"
                    + " kinsecure m:max-time o:output qdisable ssilent u:user vverbose w:write-out 0http1.0";

    private static final Map<Character, String> LETTERS = new HashMap<>();
    /** By long name: whether it takes a value. */
    private static final Map<String, Boolean> WORDS = new HashMap<>();

    private static final List<String> OTHER_WORDS = List.of(
            "connect-timeout:",
            "data-ascii:",
            "data-binary:",
            "data-raw:",
            "interface:",
            "local-port:",
            "url:",
            "http1.1",
            "noproxy:",
            "no-progress-meter",
            "max-redirs:",
            "tcp-nodelay",
            "no-keepalive",
            "fail-with-body");

    /** Options of the real program that aren't simulated: letters, those with a value behind the colon. */
    private static final String REAL_LETTERS = "236BJMRZajlnp" + ":CEFKQTUYchrtxyz";

    private static final String REAL_WORDS = "anyauth append basic cacert: capath: cert: cert-type: ciphers: compressed"
            + " compressed-ssh config: continue-at: cookie-jar: create-dirs create-file-mode: crlf crlfile: data-urlencode:"
            + " digest doh-url: engine: etag-compare: etag-save: expect100-timeout: form: form-string: ftp-create-dirs"
            + " ftp-method: ftp-pasv ftp-skip-pasv-ip happy-eyeballs-timeout-ms: haproxy-protocol help http0.9 http2 http3"
            + " ignore-content-length ipv6 json: junk-session-cookies keepalive-time: key: key-type: krb: libcurl:"
            + " limit-rate: list-only location-trusted mail-from: mail-rcpt: manual max-filesize: metalink negotiate netrc"
            + " netrc-file: next ntlm oauth2-bearer: output-dir: parallel parallel-max: pass: path-as-is pinnedpubkey: post301"
            + " post302 post303 preproxy: proto: proto-default: proto-redir: proxy: proxy-header: proxy-user: proxytunnel quote:"
            + " random-file: range: rate: raw remote-header-name remote-name-all remote-time request-target: resolve: retry:"
            + " retry-all-errors retry-connrefused retry-delay: retry-max-time: socks4: socks4a: socks5: socks5-hostname:"
            + " speed-limit: speed-time: ssl ssl-reqd sslv2 sslv3 stderr: styled-output suppress-connect-headers"
            + " tcp-fastopen telnet-option: tftp-blksize: time-cond: tls-max: tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding"
            + " trace: trace-ascii: trace-time unix-socket: upload-file: use-ascii xattr";

    private static final Map<String, Boolean> REAL = new HashMap<>();

    static {
        for (String one : SIMULATED.split(" ")) {
            boolean valued = one.charAt(1) == ':';
            String word = one.substring(valued ? 2 : 1);
            LETTERS.put(one.charAt(0), word);
            WORDS.put(word, valued);
        }
        OTHER_WORDS.forEach(word -> WORDS.put(word.replace(":", ""), word.endsWith(":")));
        for (String word : REAL_WORDS.split(" ")) {
            REAL.put(word.replace(":", ""), word.endsWith(":"));
        }
    }

    private final Map<String, List<String>> values = new LinkedHashMap<>();
    private final List<String> urls = new ArrayList<>();
    private @Nullable String complaint;
    private @Nullable String leftOut;

    private CurlOptions() {}

    /** Takes the words apart, up to the first mistake. */
    static CurlOptions parse(List<String> args) {
        CurlOptions options = new CurlOptions();
        boolean ended = false;
        for (int i = 0; i < args.size() && options.complaint == null; i++) {
            String arg = args.get(i);
            if (ended || !arg.startsWith("-")) {
                options.urls.add(arg);
            } else if (arg.equals("--")) {
                ended = true;
            } else if (arg.equals("-")) {
                options.complaint = "option -: is unknown";
            } else if (arg.startsWith("--")) {
                i = options.word(args, i);
            } else {
                i = options.letters(args, i);
            }
        }
        options.urls.addAll(options.all("url"));
        return options;
    }

    private int word(List<String> args, int index) {
        String word = args.get(index).substring(2);
        boolean negated = word.startsWith("no-") && !WORDS.containsKey(word);
        String name = negated ? word.substring(3) : word;
        List<String> known = new ArrayList<>();
        for (Map<String, Boolean> some : List.of(WORDS, REAL)) {
            some.keySet().stream().filter(w -> w.startsWith(name)).forEach(known::add);
        }
        if (known.contains(name)) {
            known = List.of(name);
        }
        if (known.size() != 1 || name.isEmpty()) {
            complaint = "option --" + word + ": is " + (known.isEmpty() ? "unknown" : "ambiguous");
            return index;
        }
        return negated ? index : take(known.getFirst(), "--" + word, null, args, index);
    }

    private int letters(List<String> args, int index) {
        String arg = args.get(index);
        for (int j = 1; j < arg.length() && complaint == null; j++) {
            char letter = arg.charAt(j);
            String word = LETTERS.get(letter);
            if (word == null) {
                if (REAL_LETTERS.replace(":", "").indexOf(letter) < 0) {
                    complaint = "option -" + letter + ": is unknown";
                    return index;
                }
                leftOut = leftOut == null ? "-" + letter : leftOut;
                if (REAL_LETTERS.indexOf(letter) < REAL_LETTERS.indexOf(':')) {
                    continue;
                }
                if (j + 1 == arg.length() && index + 1 == args.size()) {
                    complaint = "option -" + letter + ": requires parameter";
                }
                return j + 1 == arg.length() ? index + 1 : index;
            }
            boolean valued = WORDS.getOrDefault(word, false);
            int next =
                    take(word, "-" + letter, valued && j + 1 < arg.length() ? arg.substring(j + 1) : null, args, index);
            if (valued) {
                return next;
            }
        }
        return index;
    }

    /** Notes an option; {@code value} where it stood in the same word. The index of the last word used up. */
    private int take(String word, String shown, @Nullable String value, List<String> args, int index) {
        Boolean valued = WORDS.get(word);
        if (valued == null) {
            leftOut = leftOut == null ? "--" + word : leftOut;
            return REAL.getOrDefault(word, false) ? index + 1 : index;
        }
        if (!valued) {
            values.computeIfAbsent(word, w -> new ArrayList<>()).add("");
            return index;
        }
        if (value == null && index + 1 == args.size()) {
            complaint = "option " + shown + ": requires parameter";
            return index;
        }
        String given = value == null ? args.get(index + 1) : value;
        boolean number = word.equals("max-time") || word.equals("connect-timeout");
        if (number && !given.matches("\\d{1,6}(\\.\\d{0,6})?")) {
            complaint = "option " + shown + ": expected a proper numerical parameter";
        }
        values.computeIfAbsent(word, w -> new ArrayList<>()).add(given);
        return value == null ? index + 1 : index;
    }

    boolean has(String word) {
        return values.containsKey(word);
    }

    /** The last value given; empty without one. */
    Optional<String> last(String word) {
        List<String> all = all(word);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** All values given, in order. */
    List<String> all(String word) {
        return values.getOrDefault(word, List.of());
    }

    /** A number of seconds; 0 where none is given. */
    double seconds(String word) {
        return last(word).map(Double::parseDouble).orElse(0.0);
    }

    List<String> urls() {
        return urls;
    }

    /** What the program says about the first mistake; empty without one. */
    Optional<String> complaint() {
        return Optional.ofNullable(complaint);
    }

    /** The first option that is real and not simulated. */
    Optional<String> leftOut() {
        return Optional.ofNullable(leftOut);
    }
}
