package org.ringlab.jupyter.magic;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.ringlab.jupyter.text.Text;

/** {@code %lsmagic}: the names of all magics, as other kernels list theirs. */
public final class LsMagic implements Magic {
    private final Supplier<List<Magic>> magics;

    /** About the magics that {@code magics} gives when asked. */
    public LsMagic(Supplier<List<Magic>> magics) {
        this.magics = magics;
    }

    @Override
    public String name() {
        return "lsmagic";
    }

    @Override
    public String usage() {
        return "%lsmagic";
    }

    @Override
    public Text about() {
        return Text.ABOUT_LSMAGIC;
    }

    @Override
    public void run(MagicCall call) {
        String lines = magics.get().stream()
                .filter(Magic::forLines)
                .map(magic -> "%" + magic.name())
                .collect(Collectors.joining("  "));
        String cells = magics.get().stream()
                .filter(Magic::forCells)
                .map(magic -> "%%" + magic.name())
                .collect(Collectors.joining("  "));
        call.output().stdout(lines + "\n" + cells + "\n");
    }
}
