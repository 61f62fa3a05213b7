package org.ringlab.host.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Rows {@code {"id", "cpu", "cmd"}}: kernel modules on a processor that can run guests and on one that can't. */
public final class ModuleReplay {
    private Optional<ReplayedHost> host = Optional.empty();
    private String processor = "";

    /** A replay at its beginning. */
    public ModuleReplay() {}

    /** Whether a row is one of these. */
    public static boolean takes(Map<String, ?> row) {
        return row.containsKey("cpu");
    }

    /** Answers a row: {@code {"id", "stdout", "stderr", "rc"}}; each processor is a host of its own. */
    public Map<String, Object> answer(Map<String, ?> row) {
        String cpu = Objects.toString(row.get("cpu"), "");
        ReplayedHost here = host.orElse(null);
        if (here == null || !cpu.equals(processor)) {
            Map<String, Object> hardware = new LinkedHashMap<>();
            hardware.put("cpu", cpu.startsWith("AMD") ? "amd" : "intel");
            hardware.put("virtualisation", cpu.contains("with ") && !cpu.contains("without"));
            here = ReplayedHost.boot("recorded", Map.of("hardware", hardware), List.of());
            host = Optional.of(here);
            processor = cpu;
        }
        return here.answer(row.get("id"), Objects.toString(row.get("cmd"), ""));
    }
}
