package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ringlab.host.replay.ImageReplay;

/** {@code qemu-img} 7.2: every text, status and guest's view that was recorded. */
class ImageRecordingTest {
    @Test
    void agreesWithEveryRow() throws IOException {
        ImageReplay replay = new ImageReplay();
        List<String> differences = new ArrayList<>();
        int rows = 0;
        for (Map<String, Object> row : Recording.rows("qemu-img.jsonl")) {
            Map<String, Object> answer = replay.answer(row);
            if (Recording.isWithheld(row)) {
                if (Boolean.getBoolean("ringlab.show")) {
                    System.out.println(row.get("cmd") + "\n" + answer);
                }
                continue;
            }
            rows++;
            String difference = "";
            for (String key : List.of("stdout", "stderr", "rc")) {
                String given = Recording.hidden(row.get(key));
                String ours = Recording.hidden(answer.get(key));
                difference += given.equals(ours) ? "" : key + "\n  wanted " + given + "\n  got    " + ours + "\n";
            }
            if (row.get("guest_view") instanceof Map<?, ?> views) {
                for (Map.Entry<?, ?> view : views.entrySet()) {
                    String ours =
                            replay.guestView(String.valueOf(view.getKey())).toString();
                    difference += view.getValue().toString().equals(ours)
                            ? ""
                            : "view of " + view.getKey() + "\n  wanted " + view.getValue() + "\n  got    " + ours
                                    + "\n";
                }
            }
            if (!difference.isEmpty()) {
                differences.add(row.get("id") + ": " + row.get("cmd") + "\n" + difference);
            }
        }
        System.out.println("qemu-img.jsonl: " + (rows - differences.size()) + " of " + rows + " given rows agree");
        assertEquals(List.of(), differences);
    }
}
