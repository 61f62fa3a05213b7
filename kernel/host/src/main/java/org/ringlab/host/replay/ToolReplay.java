package org.ringlab.host.replay;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Rows {@code {"id", "session", "cmd", "state"}} of {@code brctl}, {@code ip}, {@code ifconfig} and the like, on a host
 * without libvirt and with a kernel that has no module directory.
 */
public final class ToolReplay {
    private Optional<ReplayedHost> host = Optional.empty();
    private String session = "";

    /** A replay at its beginning. */
    public ToolReplay() {}

    /** Whether a row is one of these: its state knows neither guests nor networks. */
    public static boolean takes(Map<String, ?> row) {
        return row.get("state") instanceof Map<?, ?> state && !state.containsKey("domains");
    }

    /** Answers a row: {@code {"id", "stdout", "stderr", "rc"}}; sessions are independent of each other. */
    public Map<String, Object> answer(Map<String, ?> row) {
        String of = Objects.toString(row.get("session"), "");
        ReplayedHost here = host.orElse(null);
        if (here == null || !of.equals(session)) {
            here = ReplayedHost.boot(
                    "debian12", Map.of("kernel", "6.18.44-fc-v669"), List.of("ip route add default via 192.168.66.2"));
            host = Optional.of(here);
            session = of;
        }
        return here.answer(row.get("id"), Objects.toString(row.get("cmd"), ""));
    }
}
