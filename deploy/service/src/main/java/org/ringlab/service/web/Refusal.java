package org.ringlab.service.web;

import org.ringlab.checks.Text;

/** A request that can't be served, with an HTTP status and a message for the person who made it. */
public class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final long retryAfter;
    private final transient Text text;

    /** A refusal with an HTTP status of the 400s or 500s. */
    public Refusal(int status, Text text) {
        this(status, text, 0);
    }

    /** A refusal that ends by itself after {@code retryAfter} seconds. */
    public Refusal(int status, Text text, long retryAfter) {
        super(text.en());
        this.status = status;
        this.text = text;
        this.retryAfter = retryAfter;
    }

    /** 400: what was sent can't be used. */
    public static Refusal badRequest(String zh, String en) {
        return new Refusal(400, new Text(zh, en));
    }

    /** 404: there is no such thing, or not for this person. */
    public static Refusal notFound(String zh, String en) {
        return new Refusal(404, new Text(zh, en));
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** Seconds after which the same request may be served; 0 where that isn't known. */
    public long retryAfter() {
        return retryAfter;
    }

    /** What is wrong and what to do, in both languages. */
    public Text text() {
        return text;
    }
}
