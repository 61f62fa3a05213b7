package org.ringlab.jupyter.magic;

import java.util.List;
import org.ringlab.display.Journeys;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/** A magic about the packets of one earlier command of the lab. */
abstract class CommandMagicBase extends LabMagicBase {
    CommandMagicBase(Workbench bench, String usage, Text about) {
        super(bench, usage, about);
    }

    /** What command {@code number}, from 1, sent; nothing where there is no such command. */
    final Journeys journeys(int number) {
        return Journeys.of(session().eventsOf(number).orElse(List.of()));
    }

    /** The number of a command that was asked for. */
    final int number(String word) throws MagicFailureException {
        int count = lab().log().size();
        if (!word.matches("\\d{1,6}") || Integer.parseInt(word) < 1 || Integer.parseInt(word) > count) {
            throw new MagicFailureException(say(Text.NO_SUCH_COMMAND, word, count));
        }
        return Integer.parseInt(word);
    }
}
