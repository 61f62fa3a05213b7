package org.ringlab.service.gradebook;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.Account;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.catalog.Catalog;

/** Makes the gradebook from the reports. */
@ApplicationScoped
public class Gradebooks {
    /**
     * What counts of graded submissions: less for being late, or as changed by hand. The grader's own failures and ungradable
     * notebooks never lower anything.
     */
    private static final String BEST = """
            select s.student.username as student, s.exercise as exercise, max(r.counted) as best
            from ReportRecord r join r.submission s
            where r.counted is not null group by s.student.username, s.exercise""";

    private final EntityManager entities;
    private final Accounts accounts;
    private final Catalog catalog;

    Gradebooks(EntityManager entities, Accounts accounts, Catalog catalog) {
        this.entities = entities;
        this.accounts = accounts;
        this.catalog = catalog;
    }

    /** The gradebook of this moment. */
    @Transactional
    public Gradebook now() {
        List<String> exercises = catalog.lessons().stream()
                .flatMap(lesson -> catalog.exercises(lesson).stream())
                .toList();
        Map<String, Map<String, Double>> best = new HashMap<>();
        for (Tuple row : entities.createQuery(BEST, Tuple.class).getResultList()) {
            best.computeIfAbsent(row.get("student", String.class), student -> new HashMap<>())
                    .put(row.get("exercise", String.class), row.get("best", Double.class));
        }
        List<Gradebook.Row> rows = accounts.all().stream()
                .filter(account -> account.role() == Role.STUDENT)
                .map(Account::username)
                .map(student -> row(student, exercises, best.getOrDefault(student, Map.of())))
                .toList();
        return new Gradebook(exercises, rows);
    }

    private static Gradebook.Row row(String student, List<String> exercises, Map<String, Double> best) {
        return new Gradebook.Row(
                student, exercises.stream().<@Nullable Double>map(best::get).toList());
    }
}
