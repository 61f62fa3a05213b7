package org.ringlab.hypervisor;

import java.util.ArrayList;
import java.util.List;
import org.ringlab.common.Diagnostic;
import org.ringlab.hypervisor.guest.GuestBuild;

/**
 * One source under every method.
 *
 * @param guest its name
 * @param rows a run each, in the order of {@link Method}
 * @param diagnostics what is wrong with the source; then there are no rows
 */
public record Comparison(String guest, List<Outcome> rows, List<Diagnostic> diagnostics) {
    /** Runs a source under all methods; the para-virtual build of it under para-virtualisation. */
    public static Comparison of(String guest, String source, Settings settings) {
        List<Outcome> rows = new ArrayList<>();
        for (Method method : Method.values()) {
            GuestBuild.Built built = GuestBuild.build(guest, source, method == Method.PARAVIRTUAL);
            if (built.image() == null) {
                return new Comparison(guest, List.of(), built.diagnostics());
            }
            rows.add(Hypervisor.run(method, built.image(), settings));
        }
        return new Comparison(guest, List.copyOf(rows), List.of());
    }

    /** How many times the cycles of direct execution a run took: its cycles by the guest's own instructions. */
    public double slowdown(Outcome row) {
        long own = rows.stream()
                .filter(other -> other.method() == Method.EMULATION)
                .mapToLong(other -> other.counters().get(Counter.INTERPRETED))
                .findFirst()
                .orElse(1);
        return (double) row.cycles() / Math.max(1, own);
    }
}
