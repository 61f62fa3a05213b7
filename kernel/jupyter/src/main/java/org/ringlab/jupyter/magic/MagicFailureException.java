package org.ringlab.jupyter.magic;

/** Why a magic can't do what was asked. */
public final class MagicFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String hint;

    /**
     * Says what is wrong, and what to do.
     *
     * @param hint empty where nothing useful can be said
     */
    public MagicFailureException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** Says what is wrong. */
    public MagicFailureException(String message) {
        this(message, "");
    }

    /** What to do about it; may be empty. */
    public String hint() {
        return hint;
    }
}
