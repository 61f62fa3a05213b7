package org.ringlab.jupyter.session;

/** Why a cell or an expression failed, in words for its author. */
public final class CellFailureException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient CellOutcome.Failed failure;

    /** Of this failure. */
    public CellFailureException(CellOutcome.Failed failure) {
        super(failure.message());
        this.failure = failure;
    }

    /** What failed. */
    public CellOutcome.Failed failure() {
        return failure;
    }
}
