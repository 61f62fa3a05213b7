package org.ringlab.labfile.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ringlab.host.replay.DocumentReplay;
import org.ringlab.host.replay.TranscriptReplay;
import org.ringlab.virt.Generation;

/** virsh, virt-install and their neighbours: every text and status that was recorded, of both generations. */
class TranscriptTest {
    @ParameterizedTest
    @EnumSource(Generation.class)
    void agreesWithEveryRow(Generation generation) throws IOException {
        String file = "transcripts-" + generation.text() + ".jsonl";
        TranscriptReplay replay = new TranscriptReplay(generation);
        Tally tally = new Tally(file);
        for (Map<String, Object> row : Recording.rows(file)) {
            Map<String, Object> answer = replay.answer(row);
            if (Recording.isWithheld(row)) {
                if (Boolean.getBoolean("ringlab.show")) {
                    System.out.println("? " + row.get("id") + " " + row.get("cmd") + "\n" + answer.get("stdout") + "2> "
                            + answer.get("stderr") + "rc " + answer.get("rc"));
                }
                continue;
            }
            tally.row(row, answer, List.of("stdout", "stderr", "rc"), String.valueOf(row.get("area")));
        }
        tally.finish();
    }

    @Test
    void agreesWithEveryDocument() throws IOException {
        DocumentReplay replay = new DocumentReplay(Generation.EL7);
        Tally tally = new Tally("xml-docs.jsonl");
        for (Map<String, Object> row : Recording.rows("xml-docs.jsonl")) {
            Map<String, Object> answer = replay.answer(row);
            if (!(row.get("el7") instanceof Map<?, ?> given)) {
                if (Boolean.getBoolean("ringlab.show")) {
                    System.out.println("? " + row.get("id") + "\n" + answer);
                }
                continue;
            }
            Map<String, Object> wanted = new TreeMap<>();
            if (given.get("schema") instanceof Map<?, ?> schema) {
                wanted.put("schema_rc", schema.get("rc"));
            }
            if (given.get("define") instanceof Map<?, ?> define) {
                wanted.put("define_rc", define.get("rc"));
                wanted.put("define_text", Objects.toString(define.get("stdout")) + define.get("stderr"));
            }
            if (given.get("dumpxml") instanceof String text) {
                wanted.put("dumpxml", text);
            }
            wanted.put("id", row.get("id"));
            tally.row(wanted, answer, List.copyOf(wanted.keySet()), String.valueOf(row.get("kind")));
        }
        tally.finish();
    }

    /** What agrees and what doesn't. */
    private static final class Tally {
        private final String file;
        private final List<String> differences = new ArrayList<>();
        private final Map<String, int[]> areas = new TreeMap<>();

        Tally(String file) {
            this.file = file;
        }

        void row(Map<String, Object> wanted, Map<String, Object> answer, List<String> keys, String area) {
            int[] count = areas.computeIfAbsent(area, a -> new int[2]);
            count[1]++;
            StringBuilder difference = new StringBuilder();
            for (String key : keys) {
                String given = Objects.toString(wanted.get(key), "");
                String ours = Objects.toString(answer.get(key), "");
                if (!Recording.fits(given, ours)) {
                    difference.append(key + "\n  wanted " + given.replace("\n", "\n         ") + "\n  got    "
                            + ours.replace("\n", "\n         ") + "\n");
                }
            }
            if (difference.isEmpty()) {
                count[0]++;
            } else {
                differences.add(wanted.get("id") + ": " + wanted.get("cmd") + "\n" + difference);
            }
        }

        void finish() {
            int agreed = areas.values().stream().mapToInt(a -> a[0]).sum();
            int all = areas.values().stream().mapToInt(a -> a[1]).sum();
            System.out.println(file + ": " + agreed + " of " + all + " given rows agree");
            areas.forEach((area, count) -> System.out.println("  " + area + " " + count[0] + "/" + count[1]));
            assertEquals("", String.join("\n", differences));
        }
    }
}
