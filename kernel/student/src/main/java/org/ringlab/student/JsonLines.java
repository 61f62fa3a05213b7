package org.ringlab.student;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** Commands that read one JSON object a line from standard input and print one for each. */
final class JsonLines {
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(50).build())
                    .build())
            .build();

    private static final TypeReference<Map<String, Object>> ROW = new TypeReference<>() {};

    private JsonLines() {}

    /** Answers every line; one that is no JSON object gets an error of its own and the run goes on. */
    static int answer(CommandSpec spec, Function<Map<String, Object>, Map<String, Object>> answer) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        int number = 0;
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (!line.isBlank()) {
                    out.println(JSON.writeValueAsString(answered(line, number, answer)));
                }
            }
        }
        out.flush();
        return 0;
    }

    private static Map<String, Object> answered(
            String line, int number, Function<Map<String, Object>, Map<String, Object>> answer) {
        try {
            Map<String, Object> row = JSON.readValue(line, ROW);
            if (row != null) {
                return answer.apply(row);
            }
        } catch (JsonProcessingException e) {
            // answered below, as any line that is no object
        }
        Map<String, Object> refused = new LinkedHashMap<>();
        refused.put("id", null);
        refused.put("error", "line " + number + ": not a JSON object");
        return refused;
    }
}
