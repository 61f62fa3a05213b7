package org.ringlab.hypervisor.guest;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.common.Diagnostic;
import org.ringlab.common.Span;
import org.ringlab.cpu.code.Assembler;
import org.ringlab.cpu.code.Assembly;
import org.ringlab.cpu.code.Mode;

/**
 * From a guest's source to its image. One source makes both builds: lines between {@code %if PARAVIRT} and {@code %else} or
 * {@code %endif} belong to the build for a para-virtual machine, the others of such a pair to the one for bare hardware.
 */
public final class GuestBuild {
    /** What came of it. */
    public record Built(
            @Nullable GuestImage image, @Nullable Assembly assembly, List<Diagnostic> diagnostics) {}

    private GuestBuild() {}

    /** Builds a source; never throws for any text. */
    public static Built build(String name, String source, boolean paravirtual) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        String chosen = choose(source, paravirtual, diagnostics);
        if (!diagnostics.isEmpty()) {
            return new Built(null, null, diagnostics);
        }
        Assembly assembly =
                Assembler.assemble(chosen, Assembler.Options.of(Mode.BITS32).at(GuestImage.LOAD_ADDRESS));
        diagnostics.addAll(assembly.diagnostics());
        if (!assembly.ok()) {
            return new Built(null, assembly, diagnostics);
        }
        long end = assembly.address() + assembly.bytes().length;
        if (assembly.address() < GuestImage.LOWEST_ADDRESS || end > GuestImage.MEMORY_BYTES) {
            diagnostics.add(Diagnostic.error(
                    "guest-too-large",
                    null,
                    "the image lies from 0x" + Long.toHexString(assembly.address()) + " to 0x" + Long.toHexString(end)
                            + ", " + assembly.bytes().length + " bytes",
                    "a guest has memory from 0x0 to 0x" + Long.toHexString(GuestImage.MEMORY_BYTES)
                            + ", and an image may begin at 0x" + Long.toHexString(GuestImage.LOWEST_ADDRESS)));
            return new Built(null, assembly, diagnostics);
        }
        if (assembly.bytes().length == 0) {
            diagnostics.add(Diagnostic.error("guest-empty", null, "the source makes no bytes", ""));
            return new Built(null, assembly, diagnostics);
        }
        long entry = assembly.labels().getOrDefault("start", assembly.address());
        return new Built(
                new GuestImage(name, assembly.bytes(), assembly.address(), entry, assembly.labels(), paravirtual),
                assembly,
                diagnostics);
    }

    /** Leaves the other build's lines empty, so that numbers of lines stay. */
    private static String choose(String source, boolean paravirtual, List<Diagnostic> diagnostics) {
        StringBuilder out = new StringBuilder();
        int begun = 0; // the line of the open %if
        boolean keep = true;
        boolean elseSeen = false;
        int number = 0;
        for (String line : source.lines().toList()) {
            number++;
            String word = line.strip();
            Span span = new Span(number, Math.max(1, line.indexOf('%') + 1), Math.max(1, word.length()));
            if (word.startsWith("%if")) {
                if (begun > 0) {
                    diagnostics.add(problem(span, "%if within the %if of line " + begun));
                } else if (!word.equals("%if PARAVIRT")) {
                    diagnostics.add(problem(span, "the one condition there is: %if PARAVIRT"));
                }
                begun = number;
                elseSeen = false;
                keep = paravirtual;
            } else if (word.equals("%else")) {
                if (begun == 0 || elseSeen) {
                    diagnostics.add(problem(span, "%else without %if"));
                }
                elseSeen = true;
                keep = !paravirtual;
            } else if (word.equals("%endif")) {
                if (begun == 0) {
                    diagnostics.add(problem(span, "%endif without %if"));
                }
                begun = 0;
                keep = true;
            } else if (keep) {
                out.append(line);
            }
            out.append('\n');
        }
        if (begun > 0) {
            diagnostics.add(problem(new Span(begun, 1, 3), "%if without %endif"));
        }
        return out.toString();
    }

    private static Diagnostic problem(Span span, String fact) {
        return Diagnostic.error("guest-condition", span, fact, "%if PARAVIRT … %else … %endif");
    }
}
