package org.ringlab.jupyter.magic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;
import org.ringlab.cpu.code.Operand;
import org.ringlab.cpu.code.Registers;
import org.ringlab.cpu.trial.Setup;
import org.ringlab.cpu.trial.Trial;
import org.ringlab.display.Language;
import org.ringlab.display.TrialView;
import org.ringlab.jupyter.lab.Workbench;
import org.ringlab.jupyter.text.Text;

/**
 * {@code %%asm ring=3 mode=64}: assembles and runs a cell's lines by themselves, on a fresh machine each time; {@code %asm
 * next}, {@code back} and {@code N} show single steps of the last run, {@code to LABEL} and {@code to 0xADDRESS} the next one at a
 * breakpoint.
 */
public final class AsmMagic extends LabMagicBase {
    private @Nullable Assembly source;
    private @Nullable Trial last;
    private int at;

    /** In the language of {@code bench}. */
    public AsmMagic(Workbench bench) {
        super(
                bench,
                "%%asm [ring=3] [mode=32] [iopl=0] [budget=N] [REGISTER=VALUE…] | %asm next|back|N|to LABEL",
                Text.ABOUT_ASM);
    }

    @Override
    public boolean forCells() {
        return true;
    }

    @Override
    public void run(MagicCall call) throws MagicFailureException {
        Language language = messages().language();
        String body = call.body().orElse(null);
        if (body == null) {
            String step = call.argument(0).orElse("").equals("to")
                    ? breakpoint(call.argument(1).orElse(""), language)
                    : step(call.argument(0).orElse("next"), language);
            call.output().display(Views.remark(step));
            return;
        }
        Setup setup = setup(call.arguments());
        Assembly program = Trial.assemble(body, setup.mode());
        if (!program.ok()) {
            throw new MagicFailureException(
                    program.diagnostics().stream().map(Diagnostic::text).collect(Collectors.joining("\n")));
        }
        if (!Trial.fits(program)) {
            throw new MagicFailureException(messages().say(Text.ASM_PLACE));
        }
        Trial trial = Trial.run(program, setup);
        source = program;
        last = trial;
        at = 0;
        call.output()
                .display(Views.drawn(
                        TrialView.text(program, trial, language), TrialView.html(program, trial, language)));
    }

    private String step(String word, Language language) throws MagicFailureException {
        Trial trial = last;
        if (trial == null || trial.steps().isEmpty()) {
            throw new MagicFailureException(messages().say(Text.ASM_NOTHING));
        }
        int wanted = switch (word) {
            case "next" -> at + 1;
            case "back" -> at - 1;
            default -> number(word, 1, trial.steps().size()).intValue();
        };
        at = Math.clamp(wanted, 1, trial.steps().size());
        return TrialView.step(trial, at, language);
    }

    /** The next step at a label or an address. */
    private String breakpoint(String place, Language language) throws MagicFailureException {
        Trial trial = last;
        Assembly program = source;
        if (trial == null || program == null || trial.steps().isEmpty()) {
            throw new MagicFailureException(messages().say(Text.ASM_NOTHING));
        }
        Long label = program.labels().get(place);
        if (label == null && !place.startsWith("0x")) {
            throw new MagicFailureException(messages()
                    .say(
                            Text.ASM_LABEL,
                            place,
                            String.join(" ", program.labels().keySet())));
        }
        long address = label == null ? number(place, Long.MIN_VALUE, Long.MAX_VALUE) : label;
        for (int step = at + 1; step <= trial.steps().size(); step++) {
            if (trial.steps().get(step - 1).address() == address) {
                at = step;
                return TrialView.step(trial, at, language);
            }
        }
        throw new MagicFailureException(messages().say(Text.ASM_NOT_REACHED, String.valueOf(at), place));
    }

    private Setup setup(List<String> words) throws MagicFailureException {
        int ring = 3;
        int iopl = 0;
        long budget = Setup.USUAL_BUDGET;
        Mode mode = Mode.BITS32;
        Map<String, Long> registers = new LinkedHashMap<>();
        for (String word : words) {
            int equals = word.indexOf('=');
            String key = equals < 0 ? word : word.substring(0, equals).toLowerCase(Locale.ROOT);
            String value = equals < 0 ? "" : word.substring(equals + 1);
            switch (key) {
                case "ring" -> ring = number(value, 0, 3).intValue();
                case "iopl" -> iopl = number(value, 0, 3).intValue();
                case "budget" -> budget = number(value, 1, Setup.MOST_BUDGET);
                case "mode" ->
                    mode = switch (value) {
                        case "16" -> Mode.BITS16;
                        case "32" -> Mode.BITS32;
                        case "64" -> Mode.BITS64;
                        default -> throw new MagicFailureException(messages().say(Text.ASM_WORD, word));
                    };
                default -> {
                    if (!(Registers.of(key) instanceof Operand.Reg) && !key.equals("flags")) {
                        throw new MagicFailureException(messages().say(Text.ASM_WORD, word));
                    }
                    registers.put(key, number(value, Long.MIN_VALUE, Long.MAX_VALUE));
                }
            }
        }
        return new Setup(mode, ring, iopl, registers, List.of(), budget);
    }

    private Long number(String text, long least, long most) throws MagicFailureException {
        try {
            long value = text.startsWith("0x") ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException notANumber) {
            // told below
        }
        throw new MagicFailureException(messages().say(Text.ASM_WORD, text));
    }
}
