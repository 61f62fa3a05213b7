package org.ringlab.service.submissions;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** Notes how checks ended in reports from before that was noted, a few at a start, so that statistics have them too. */
@ApplicationScoped
public class OldOutcomes {
    private static final int AT_A_START = 2000;

    private static final String WITHOUT = """
            SELECT submission FROM report WHERE status = 'GRADED' AND outcomes IS NULL ORDER BY submission DESC""";

    private final EntityManager entities;
    private final Reports reports;

    OldOutcomes(EntityManager entities, Reports reports) {
        this.entities = entities;
        this.reports = reports;
    }

    @Transactional
    void start(@Observes StartupEvent event) {
        List<?> ids = entities.createNativeQuery(WITHOUT, Long.class)
                .setMaxResults(AT_A_START)
                .getResultList();
        for (Object id : ids) {
            ReportRecord report = entities.find(ReportRecord.class, id);
            reports.note((Long) id, report);
            entities.clear();
        }
    }
}
