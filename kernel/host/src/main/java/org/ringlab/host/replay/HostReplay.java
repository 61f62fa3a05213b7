package org.ringlab.host.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import org.ringlab.virt.Generation;

/** Rows of several recordings in one stream: each is answered by the replay that takes its kind. */
public final class HostReplay {
    private final ImageReplay images = new ImageReplay();
    private final ModuleReplay modules = new ModuleReplay();
    private final ToolReplay tools = new ToolReplay();
    private final TranscriptReplay transcripts;

    /** A replay at its beginning; hosts with libvirt have that one. */
    public HostReplay(Generation generation) {
        transcripts = new TranscriptReplay(generation);
    }

    /** Answers a row; one of a kind that nobody takes says so. */
    public Map<String, Object> answer(Map<String, Object> row) {
        if (ImageReplay.takes(row)) {
            return images.answer(row);
        }
        if (ModuleReplay.takes(row)) {
            return modules.answer(row);
        }
        if (transcripts.takes(row)) {
            return transcripts.answer(row);
        }
        if (ToolReplay.takes(row)) {
            return tools.answer(row);
        }
        Map<String, Object> refused = new LinkedHashMap<>();
        refused.put("id", row.get("id"));
        refused.put("error", "not simulated: rows of this kind");
        return refused;
    }
}
