package org.ringlab.service.pages;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.service.accounts.AccountAdministration;
import org.ringlab.service.accounts.Accounts;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.web.Refusal;

/** Accounts, for administrators. */
@Path("/admin/users")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed(Role.ADMIN_NAME)
public class UserPages {
    private static final int MOST = 200;

    /** Making a password's hash is slow on purpose. */
    private static final int TIMEOUT_SECONDS = 300;

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
                Frame page, List<Row> accounts, List<String> roles, List<Made> made, UserForm typed, String done);
    }

    /** A line of the list. */
    public record Row(String name, String role) {}

    /** An account and its new password. */
    public record Made(String name, String password) {}

    /** New accounts as somebody types them, and why they could not be made; empty for nothing. */
    public record UserForm(String username, String role, String problem) {
        private static final UserForm EMPTY = new UserForm("", Role.STUDENT_NAME, "");
    }

    /** All accounts. */
    @GET
    public TemplateInstance list(@QueryParam("changed") @Nullable String changed) {
        return page(
                List.of(),
                UserForm.EMPTY,
                changed == null ? "" : pages.staffWords().saved());
    }

    /**
     * Makes accounts with random passwords, shown once: one for each line, all or none. What can't be made is shown again, with the
     * reason.
     */
    @POST
    public Response add(@FormParam("username") @Nullable String username, @FormParam("role") @Nullable String role) {
        String text = username == null ? "" : username;
        List<String> names = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .distinct()
                .toList();
        try {
            List<Made> made =
                    QuarkusTransaction.requiringNew().timeout(TIMEOUT_SECONDS).call(() -> made(names, role));
            return Response.ok(page(made, UserForm.EMPTY, "").render(), MediaType.TEXT_HTML + ";charset=UTF-8")
                    .header("Cache-Control", "no-store")
                    .build();
        } catch (Refusal refusal) {
            UserForm typed = new UserForm(
                    text, Role.named(role).roleName(), refusal.text().in(pages.language()));
            return Response.status(refusal.status())
                    .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                    .entity(page(List.of(), typed, "").render())
                    .build();
        }
    }

    private List<Made> made(List<String> names, @Nullable String role) {
        if (names.isEmpty() || names.size() > MOST) {
            throw Refusal.badRequest(
                    "每行一个用户名，一次 1 到 " + MOST + " 个。",
                    "One user name a line was expected, 1 to " + MOST + " at a time.");
        }
        List<Made> made = new ArrayList<>();
        for (String name : names) {
            made.add(new Made(name, administration.add(user.name(), name, Role.named(role))));
        }
        return made;
    }

    /** Where one is after a form that could not be sent, once signed in again. */
    @GET
    @Path("{name}/{form:role|password}")
    public Response form() {
        return Response.seeOther(URI.create("/admin/users")).build();
    }

    /** Changes an account's role. */
    @POST
    @Path("{name}/role")
    public Response role(@PathParam("name") String name, @FormParam("role") @Nullable String role) {
        administration.changeRole(user.name(), name, Role.named(role));
        return Response.seeOther(URI.create("/admin/users?changed=role")).build();
    }

    /** Gives an account a new random password, shown once. */
    @POST
    @Path("{name}/password")
    public TemplateInstance password(@PathParam("name") String name) {
        return page(List.of(new Made(name, administration.resetPassword(user.name(), name))), UserForm.EMPTY, "");
    }

    private TemplateInstance page(List<Made> made, UserForm typed, String done) {
        List<Row> rows = accounts.all().stream()
                .map(account -> new Row(account.username(), account.role().roleName()))
                .toList();
        return pages.localized(Templates.users(
                pages.frameAt(pages.words().users(), "/admin/users"),
                rows,
                Arrays.stream(Role.values()).map(Role::roleName).toList(),
                made,
                typed,
                done));
    }
}
