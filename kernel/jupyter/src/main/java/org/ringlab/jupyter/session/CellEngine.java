package org.ringlab.jupyter.session;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.reply.CompleteReply;
import io.github.spencerpark.jupyter.messages.reply.IsCompleteReply;
import java.util.Optional;

/**
 * What runs cells. All positions are UTF-16 offsets into the code.
 *
 * <p>Every method but {@link #interrupt} is called by one thread at a time.
 */
public interface CellEngine extends AutoCloseable {
    /** A cell is about to run: interrupts from now on are meant for it. */
    void begin();

    /** Runs a cell to its end; never throws for what a cell does. */
    CellOutcome run(Cell cell);

    /**
     * The value of an expression, without any trace in the history: {@code user_expressions}.
     *
     * @throws CellFailureException where it has none
     */
    DisplayData evaluate(String expression) throws CellFailureException;

    /** What may stand at {@code cursor}. */
    CompleteReply complete(String code, int cursor);

    /** What is known of the name at {@code cursor}; {@code detail} is 0 or, for more, 1. */
    Optional<DisplayData> inspect(String code, int cursor, int detail);

    /** Whether a console should run {@code code} or wait for more lines. */
    IsCompleteReply isComplete(String code);

    /** Ends the cell that has begun soon, as an error; harmless where none has. From any thread. */
    void interrupt();

    /** The user restarts the kernel: the next one may ask whether to go on where this one was. From any thread. */
    void restarting();

    @Override
    void close();
}
