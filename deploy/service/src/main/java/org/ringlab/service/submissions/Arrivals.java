package org.ringlab.service.submissions;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.ringlab.service.accounts.Account;

/** Keeps what was accepted, with its grading jobs. */
@ApplicationScoped
class Arrivals {
    /** One statement: the students of a class hand in at the same minute, and each statement is a way to the database and back. */
    private static final String KEEP = """
            WITH handed AS (
                INSERT INTO handed_in (student, notebook, sha256, size, file_name, received_at)
                VALUES (:student, :notebook, :sha256, :size, :fileName, :now) RETURNING id),
            received AS (
                INSERT INTO received_file (handed_in, content)
                SELECT id, cast(:packed AS bytea) FROM handed WHERE cast(:packed AS bytea) IS NOT NULL),
            submitted AS (
                INSERT INTO submission (handed_in, student, exercise, version, attempt, late_percent, received_at)
                SELECT handed.id, :student, a.exercise, a.version, a.attempt, a.late_percent, :now
                FROM handed, json_to_recordset(cast(:arrivals AS json)) AS a (exercise text, version int, attempt int,
                    late_percent double precision)
                RETURNING id, exercise),
            queued AS (
                INSERT INTO grading_job (submission, tries, due_at) SELECT id, 0, :now FROM submitted)
            SELECT exercise, id FROM submitted""";

    private final EntityManager entities;
    private final ObjectMapper json;

    Arrivals(EntityManager entities, ObjectMapper json) {
        this.entities = entities;
        this.json = json;
    }

    /**
     * A submission to be.
     *
     * @param version the exercise's, that grades it
     * @param attempt the how-manieth of the student's
     * @param latePercent what lateness takes off its points
     */
    record Arrival(String exercise, int version, int attempt, double latePercent) {}

    /**
     * Keeps an upload and its submissions; within a transaction.
     *
     * @return the submissions' keys, in the order of the arrivals
     */
    List<Long> keep(Account student, Upload upload, List<Arrival> arrivals, Instant now) {
        ArrayNode rows = json.createArrayNode();
        for (Arrival arrival : arrivals) {
            rows.addObject()
                    .put("exercise", arrival.exercise())
                    .put("version", arrival.version())
                    .put("attempt", arrival.attempt())
                    .put("late_percent", arrival.latePercent());
        }
        List<?> kept = entities.createNativeQuery(KEEP)
                .setParameter("student", student.id())
                .setParameter("notebook", upload.text())
                .setParameter("sha256", upload.sha256())
                .setParameter("size", upload.size())
                .setParameter("fileName", upload.fileName())
                .setParameter("packed", upload.packed())
                .setParameter("arrivals", rows.toString())
                .setParameter("now", now)
                .getResultList();
        Map<String, Long> ids = new HashMap<>();
        for (Object each : kept) {
            Object[] row = (Object[]) each;
            ids.put((String) row[0], ((Number) row[1]).longValue());
        }
        return arrivals.stream()
                .map(arrival -> Objects.requireNonNull(ids.get(arrival.exercise())))
                .toList();
    }
}
