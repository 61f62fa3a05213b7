package org.ringlab.service.audit;

import io.quarkus.hibernate.orm.panache.PanacheRepository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Writes the record of changes, in the transaction of the change itself. */
@ApplicationScoped
public class Audit implements PanacheRepository<AuditEntry> {
    /**
     * Records a change; kept only if the change is.
     *
     * @param who user name
     * @param action stable word
     * @param subject what was changed; never a secret
     */
    @Transactional(TxType.MANDATORY)
    public void record(String who, String action, String subject) {
        persist(new AuditEntry(who, action, subject));
    }
}
