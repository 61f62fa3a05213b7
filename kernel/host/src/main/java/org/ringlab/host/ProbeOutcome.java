package org.ringlab.host;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a probe met, in the words of {@code docs/lab-format.md}.
 *
 * @param id the probe's number
 * @param from who sent
 * @param kind the probe's kind
 * @param to {@code address} or {@code address:port}
 * @param verdict {@code ok}, {@code refused}, {@code timeout}, {@code icmp-unreachable:port}, {@code no-route}, …
 * @param details what else is known of it
 * @param seenBy who received what, after all translation, in order
 * @param firstEvent index into {@link Lab#events} of the first event it caused
 * @param lastEvent index after the last event it caused
 */
public record ProbeOutcome(
        int id,
        String from,
        String kind,
        String to,
        String verdict,
        Details details,
        List<Seen> seenBy,
        int firstEvent,
        int lastEvent)
        implements StepOutcome {
    /** The verdict of success. */
    public static final String OK = "ok";

    /** Whether the answer came. */
    public boolean ok() {
        return verdict.equals(OK);
    }

    /**
     * A packet or connection that arrived somewhere.
     *
     * @param service {@code icmp}, {@code tcp-raw}, {@code ftp-data} or {@code kind:port}
     * @param host where
     * @param src source as the receiver saw it, {@code address} or {@code address:port}
     * @param dst destination as the receiver saw it
     */
    public record Seen(String service, String host, String src, String dst) {}

    /**
     * What some kinds of probe know beside the verdict; empty or null where not known.
     *
     * @param stage where an http or ftp session failed: {@code connect}, {@code control}, {@code data}
     * @param replies each ping's verdict, where there are several
     * @param status the HTTP status
     * @param body the HTTP body
     * @param replyFlags TCP flags of the answer to a tcp-raw probe
     * @param replyFrom source of the answer as the sender sees it
     * @param answer the addresses a DNS answer holds
     * @param pasv the address in ftp's 227 answer as the client got it
     * @param icmpFrom who sent the ICMP error
     */
    public record Details(
            Optional<String> stage,
            List<String> replies,
            OptionalInt status,
            Optional<String> body,
            Optional<String> replyFlags,
            Optional<String> replyFrom,
            Optional<List<String>> answer,
            Optional<String> pasv,
            Optional<String> icmpFrom) {
        /** Nothing more is known. */
        public static final Details NONE = new Details(
                Optional.empty(),
                List.of(),
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());

        /** The same with a stage. */
        public Details withStage(String value) {
            return new Details(
                    Optional.of(value), replies, status, body, replyFlags, replyFrom, answer, pasv, icmpFrom);
        }

        /** The same with the verdicts of several pings. */
        public Details withReplies(List<String> value) {
            return new Details(stage, List.copyOf(value), status, body, replyFlags, replyFrom, answer, pasv, icmpFrom);
        }

        /** The same with an HTTP answer. */
        public Details withHttp(int statusCode, String text) {
            return new Details(
                    stage,
                    replies,
                    OptionalInt.of(statusCode),
                    Optional.of(text),
                    replyFlags,
                    replyFrom,
                    answer,
                    pasv,
                    icmpFrom);
        }

        /** The same with the flags of an answer. */
        public Details withReplyFlags(String value) {
            return new Details(stage, replies, status, body, Optional.of(value), replyFrom, answer, pasv, icmpFrom);
        }

        /** The same with the source of an answer. */
        public Details withReplyFrom(String value) {
            return new Details(stage, replies, status, body, replyFlags, Optional.of(value), answer, pasv, icmpFrom);
        }

        /** The same with a DNS answer. */
        public Details withAnswer(List<String> value) {
            return new Details(
                    stage,
                    replies,
                    status,
                    body,
                    replyFlags,
                    replyFrom,
                    Optional.of(List.copyOf(value)),
                    pasv,
                    icmpFrom);
        }

        /** The same with the address of a 227 answer. */
        public Details withPasv(String value) {
            return new Details(
                    stage, replies, status, body, replyFlags, replyFrom, answer, Optional.of(value), icmpFrom);
        }

        /** The same with the sender of an ICMP error; null changes nothing. */
        public Details withIcmpFrom(@Nullable String value) {
            return value == null
                    ? this
                    : new Details(
                            stage, replies, status, body, replyFlags, replyFrom, answer, pasv, Optional.of(value));
        }
    }
}
