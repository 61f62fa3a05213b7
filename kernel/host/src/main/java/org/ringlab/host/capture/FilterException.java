package org.ringlab.host.capture;

/** A filter expression is wrong; the message is libpcap's. */
final class FilterException extends Exception {
    private static final long serialVersionUID = 1;

    FilterException(String message) {
        super(message);
    }

    static FilterException syntax() {
        return new FilterException("can't parse filter expression: syntax error");
    }
}
