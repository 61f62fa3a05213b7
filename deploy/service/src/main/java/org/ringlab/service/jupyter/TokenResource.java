package org.ringlab.service.jupyter;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.CurrentUser;

/** Personal tokens, for a Jupyter client of one's own. */
@Path("/api/ringlab/tokens")
@Authenticated
public class TokenResource {
    private static final int MAX_LABEL = 100;

    private final PersonalTokens tokens;
    private final CurrentUser user;

    TokenResource(PersonalTokens tokens, CurrentUser user) {
        this.tokens = tokens;
        this.user = user;
    }

    /**
     * What to make.
     *
     * @param label what the token is for
     */
    public record Order(@Nullable String label) {}

    /**
     * A new token.
     *
     * @param token the token's text, told this once
     */
    public record Made(String token) {}

    /**
     * A token as listed, without its text.
     *
     * @param id to revoke it by
     * @param label what it is for
     * @param created when it was made
     * @param used when it was last used; null for never
     */
    public record Listed(
            long id,
            String label,
            Instant created,
            @Nullable Instant used) {}

    /** Makes a token. */
    @POST
    public Response create(@Nullable Order order) {
        String label = order == null || order.label() == null ? "" : order.label();
        String token = tokens.create(user.name(), label.substring(0, Math.min(label.length(), MAX_LABEL)));
        return Response.status(201).entity(new Made(token)).build();
    }

    /** One's tokens. */
    @GET
    public List<Listed> list() {
        return tokens.list(user.name()).stream()
                .map(token -> new Listed(token.id(), token.label(), token.createdAt(), token.usedAt()))
                .toList();
    }

    /** Revokes a token. */
    @DELETE
    @Path("{id}")
    public void revoke(@PathParam("id") long id) {
        tokens.revoke(user.name(), id);
    }
}
