package org.ringlab.virt;

import java.util.Optional;

/** libvirt refuses something: an error of its API with the text it reports (virerror.c). */
public final class VirError extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Kinds of errors that programs tell apart, each with what its texts begin with ({@code virErrorMsg}). */
    public enum Code {
        INTERNAL("internal error: "),
        XML("XML error: "),
        /** A document that the parser can't read; the text is complete. */
        XML_DETAIL(""),
        SCHEMA("XML document failed to validate against schema: "),
        UNSUPPORTED("unsupported configuration: "),
        INVALID("Requested operation is not valid: "),
        ARGUMENT("invalid argument: "),
        ARGUMENT_UNSUPPORTED("argument unsupported: "),
        FAILED("operation failed: "),
        OPERATION_UNSUPPORTED("Operation not supported: "),
        DENIED("operation forbidden: "),
        NO_NAME("missing name information"),
        NO_SOURCE("missing source information for device "),
        NO_TARGET("missing target information for device "),
        NO_DOMAIN("Domain not found: "),
        NO_NETWORK("Network not found: "),
        NO_NODE_DEVICE("Node device not found: "),
        NO_POOL("Storage pool not found: "),
        NO_VOLUME("Storage volume not found: "),
        NO_SNAPSHOT("Domain snapshot not found: "),
        VOLUME_EXISTS("storage volume "),
        UNSAFE("Unsafe migration: "),
        OVERFLOW("numerical overflow: "),
        NO_SUPPORT("this function is not supported by the connection driver: "),
        /** A system call failed: the text is complete. */
        SYSTEM("");

        private final String prefix;

        Code(String prefix) {
            this.prefix = prefix;
        }
    }

    /** An error of a kind; {@code text} follows the kind's own words. */
    public VirError(Code code, String text) {
        super(code.prefix + text, null, false, false);
        this.code = code;
    }

    /** Its kind. */
    public Code code() {
        return code;
    }

    /** The whole text. */
    public String text() {
        return Optional.ofNullable(getMessage()).orElse("");
    }
}
