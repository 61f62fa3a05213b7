package org.ringlab.service.pages;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.AccountAdministration;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;

/** Accounts, for administrators. */
@Path("/admin/users")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.ADMIN_NAME)
public class UserPages {
    private final Pages pages;
    private final Accounts accounts;
    private final AccountAdministration administration;
    private final CurrentUser user;

    UserPages(Pages pages, Accounts accounts, AccountAdministration administration, CurrentUser user) {
        this.pages = pages;
        this.accounts = accounts;
        this.administration = administration;
        this.user = user;
    }

    @CheckedTemplate(basePath = "pages")
    static class Templates {
        static native TemplateInstance users(
                Frame page, List<Row> accounts, List<String> roles, String username, String password);
    }

    /** A line of the list. */
    public record Row(String name, String role) {}

    /** All accounts. */
    @GET
    public TemplateInstance list() {
        return page("", "");
    }

    /** Makes an account with a random password, shown once. */
    @POST
    @Transactional
    public TemplateInstance add(
            @FormParam("username") @Nullable String username, @FormParam("role") @Nullable String role) {
        String name = username == null ? "" : username.strip();
        return page(name, administration.add(user.name(), name, Role.named(role)));
    }

    /** Changes an account's role. */
    @POST
    @Path("{name}/role")
    public Response role(@PathParam("name") String name, @FormParam("role") @Nullable String role) {
        administration.changeRole(user.name(), name, Role.named(role));
        return Response.seeOther(URI.create("/admin/users")).build();
    }

    /** Gives an account a new random password, shown once. */
    @POST
    @Path("{name}/password")
    public TemplateInstance password(@PathParam("name") String name) {
        return page(name, administration.resetPassword(user.name(), name));
    }

    private TemplateInstance page(String username, String password) {
        List<Row> rows = accounts.all().stream()
                .map(account -> new Row(account.username(), account.role().roleName()))
                .toList();
        return pages.localized(Templates.users(
                pages.frame(pages.words().users()),
                rows,
                Arrays.stream(Role.values()).map(Role::roleName).toList(),
                username,
                password));
    }
}
