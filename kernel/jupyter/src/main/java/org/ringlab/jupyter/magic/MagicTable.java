package org.ringlab.jupyter.magic;

import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import io.github.spencerpark.jupyter.kernel.magic.registry.UndefinedMagicException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ringlab.jupyter.session.Cell;
import org.ringlab.jupyter.text.Messages;
import org.ringlab.jupyter.text.Text;

/** All magics; the base library's registry finds them by name. */
public final class MagicTable {
    private static final int SIMILAR = 2;

    private final List<Magic> magics;
    private final Messages messages;

    /** Of these magics. */
    public MagicTable(List<Magic> magics, Messages messages) {
        this.magics = List.copyOf(magics);
        this.messages = messages;
    }

    /** All, in the order of help. */
    public List<Magic> all() {
        return magics;
    }

    /** The magic of that name. */
    public Optional<Magic> find(String name) {
        return magics.stream().filter(magic -> magic.name().equals(name)).findFirst();
    }

    /**
     * Does what a line asks.
     *
     * @throws MagicFailureException where there is no such magic, or it can't do it
     */
    public void line(Cell cell, CellParser.Part.Line line) throws MagicFailureException {
        Magics registry = new Magics();
        for (Magic magic : magics) {
            registry.registerLineMagic(
                    magic.name(),
                    arguments -> run(magic, new MagicCall(cell, arguments, line.rest(), Optional.empty())));
        }
        apply("%", line.name(), () -> registry.applyLineMagic(line.name(), line.arguments()));
    }

    /**
     * Does what a whole cell asks.
     *
     * @throws MagicFailureException where there is no such magic, or it can't do it
     */
    public void cell(Cell cell, CellParser.Part.Whole whole) throws MagicFailureException {
        Magics registry = new Magics();
        for (Magic magic : magics) {
            registry.registerCellMagic(
                    magic.name(),
                    (arguments, body) -> run(magic, new MagicCall(cell, arguments, whole.rest(), Optional.of(body))));
        }
        apply("%%", whole.name(), () -> registry.applyCellMagic(whole.name(), whole.arguments(), whole.body()));
    }

    private Object run(Magic magic, MagicCall call) throws MagicFailureException {
        if (call.body().isEmpty() && !magic.forLines()) {
            throw new MagicFailureException(messages.say(Text.NEEDS_TWO_SIGNS, magic.name(), magic.name()));
        }
        if (call.body().isPresent() && !magic.forCells()) {
            throw new MagicFailureException(messages.say(Text.NEEDS_ONE_SIGN, magic.name(), magic.name()));
        }
        magic.run(call);
        return Boolean.TRUE;
    }

    /** A call of the registry, whose signature throws anything. */
    private interface Application {
        Object apply() throws Exception;
    }

    private void apply(String signs, String name, Application application) throws MagicFailureException {
        try {
            application.apply();
        } catch (UndefinedMagicException unknown) {
            throw new MagicFailureException(
                    messages.say(Text.UNKNOWN_MAGIC, signs + name),
                    similar(name)
                            .map(near -> messages.say(Text.HINT_SIMILAR, written(near, signs)))
                            .orElseGet(() -> messages.say(Text.HINT_HELP)));
        } catch (MagicFailureException | RuntimeException known) {
            throw known instanceof MagicFailureException failure
                    ? failure
                    : new MagicFailureException(String.valueOf(known));
        } catch (Exception other) {
            throw new MagicFailureException(String.valueOf(other.getMessage()));
        }
    }

    private Optional<Magic> similar(String name) {
        return magics.stream()
                .filter(known -> distance(name, known.name()) <= SIMILAR)
                .min(Comparator.comparingInt(known -> distance(name, known.name())));
    }

    /** With the signs that were typed where the magic may stand behind those, else with the others. */
    private static String written(Magic magic, String signs) {
        boolean wholeCell = signs.equals("%%") ? magic.forCells() : !magic.forLines();
        return (wholeCell ? "%%" : "%") + magic.name();
    }

    /** Edits (Levenshtein) between two short words. */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(previous[j], row[j - 1]));
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
