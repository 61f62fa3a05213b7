package org.ringlab.host.replay;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringlab.virt.Generation;

/**
 * Rows {@code {"id", "session", "host", "cmd", "state", "setup", "files"}} of hosts that run libvirt: sessions are
 * independent, a fresh host each; the steps of a session follow each other.
 */
public final class TranscriptReplay {
    private final Generation generation;
    private Optional<RecordedHosts> hosts = Optional.empty();
    private String session = "";

    /** A replay at its beginning, of hosts with that libvirt. */
    public TranscriptReplay(Generation generation) {
        this.generation = generation;
    }

    /**
     * Whether a row is one of these: its state knows guests. While libvirtd is stopped it knows none, so a session goes on
     * as it began.
     */
    public boolean takes(Map<String, ?> row) {
        return row.get("state") instanceof Map<?, ?> state
                && (state.containsKey("domains")
                        || row.containsKey("setup")
                        || hosts.isPresent() && session.equals(row.get("session")));
    }

    /** Answers a row: {@code {"id", "stdout", "stderr", "rc"}}. */
    public Map<String, Object> answer(Map<String, ?> row) {
        String of = Objects.toString(row.get("session"), "");
        RecordedHosts here = hosts.orElse(null);
        if (here == null || !of.equals(session)) {
            here = new RecordedHosts(generation, of, text(row, "session_note"));
            hosts = Optional.of(here);
            session = of;
            here.begin(list(row.get("setup")), map(row.get("state")), map(row.get("files")));
        }
        String id = Objects.toString(row.get("id"), "");
        if (Boolean.TRUE.equals(row.get("gap"))) {
            here.resume(map(row.get("state")));
        }
        here.unrecorded(id, text(row, "note"));
        map(row.get("files")).forEach((name, text) -> here().write(name, Objects.toString(text, "")));
        list(row.get("silently")).forEach(line -> here().run("kvm1", line));
        String host = Objects.toString(row.get("host"), "kvm1");
        RecordedHosts.Answer answer = here.run(host, Objects.toString(row.get("cmd"), ""));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", row.get("id"));
        told.put("stdout", answer.out());
        told.put("stderr", answer.err());
        told.put("rc", answer.status());
        return told;
    }

    private RecordedHosts here() {
        return hosts.orElseThrow();
    }

    private static String text(Map<String, ?> row, String key) {
        return Objects.toString(row.get(key), "");
    }

    static List<String> list(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(Objects::toString).toList()
                : List.of();
    }

    static Map<String, Object> map(@Nullable Object value) {
        Map<String, Object> made = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> {
                if (v != null) {
                    made.put(Objects.toString(k), v);
                }
            });
        }
        return made;
    }
}
