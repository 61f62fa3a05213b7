package org.ringlab.service.web;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.ringlab.service.accounts.CurrentUser;

/** Answers refused requests: JSON for programs, a page for people. */
public class RefusalMapper {
    private final CurrentUser user;

    RefusalMapper(CurrentUser user) {
        this.user = user;
    }

    /** The body of every JSON error. */
    public record Problem(String message) {}

    @ServerExceptionMapper
    Response refused(Refusal refusal, UriInfo uri) {
        return Response.status(refusal.status())
                .type(MediaType.APPLICATION_JSON)
                .entity(new Problem(refusal.text().in(user.language())))
                .build();
    }
}
