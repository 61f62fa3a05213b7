package org.ringlab.jupyter.magic;

import java.util.List;
import java.util.function.Supplier;
import org.ringlab.jupyter.text.Messages;
import org.ringlab.jupyter.text.Text;

/** {@code %help}: what cells can hold. */
public final class HelpMagic implements Magic {
    private final Supplier<List<Magic>> magics;
    private final Messages messages;

    /** About the magics that {@code magics} gives when asked. */
    public HelpMagic(Supplier<List<Magic>> magics, Messages messages) {
        this.magics = magics;
        this.messages = messages;
    }

    @Override
    public String name() {
        return "help";
    }

    @Override
    public String usage() {
        return "%help";
    }

    @Override
    public Text about() {
        return Text.ABOUT_HELP;
    }

    @Override
    public void run(MagicCall call) {
        List<Magic> all = magics.get();
        int width = all.stream().mapToInt(magic -> magic.usage().length()).max().orElse(0);
        StringBuilder text = new StringBuilder(messages.say(Text.HELP_HEADING)).append('\n');
        for (Magic magic : all) {
            String padding = " ".repeat(width - magic.usage().length() + 2);
            text.append("  ").append(magic.usage()).append(padding);
            text.append(messages.say(magic.about())).append('\n');
        }
        call.output().stdout(text.toString());
    }
}
