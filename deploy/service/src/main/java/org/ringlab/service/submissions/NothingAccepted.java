package org.ringlab.service.submissions;

import java.util.List;
import org.ringlab.service.web.Refusal;

/** None of the exercises of a notebook is accepted: the first reason that isn't "nothing new" answers the request. */
public final class NothingAccepted extends Refusal {
    private static final int NOTHING_NEW = 200;
    private static final int CONFLICT = 409;

    private final transient List<Refused> refused;

    NothingAccepted(List<Refused> refused) {
        this(
                refused,
                refused.stream()
                        .filter(each -> each.status() != NOTHING_NEW)
                        .findFirst()
                        .orElseGet(refused::getFirst));
    }

    private NothingAccepted(List<Refused> refused, Refused first) {
        super(first.status() == NOTHING_NEW ? CONFLICT : first.status(), first.message(), first.retryAfter());
        this.refused = List.copyOf(refused);
    }

    /** Each of them, with its reason. */
    public List<Refused> refused() {
        return refused;
    }
}
