package org.ringlab.service.pages;

import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.i18n.Localized;
import io.quarkus.qute.i18n.MessageBundles;
import jakarta.enterprise.context.RequestScoped;
import jakarta.persistence.EntityManager;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.ringlab.service.accounts.CurrentUser;
import org.ringlab.service.accounts.Role;
import org.ringlab.service.jupyter.KernelHost;

/** What all pages of one request share: the user, the language, the frame. */
@RequestScoped
public class Pages {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final CurrentUser user;
    private final UriInfo uri;
    private final KernelHost kernels;
    private final EntityManager entities;

    Pages(CurrentUser user, UriInfo uri, KernelHost kernels, EntityManager entities) {
        this.entities = entities;
        this.user = user;
        this.uri = uri;
        this.kernels = kernels;
    }

    /** The language of this request's pages. */
    public String language() {
        return user.language();
    }

    /** The pages' words in that language. */
    public Words words() {
        return MessageBundles.get(Words.class, Localized.Literal.of(language()));
    }

    /** A frame with a title. */
    public Frame frame(String title) {
        URI asked = uri.getRequestUri();
        String query = asked.getRawQuery();
        return frameAt(title, query == null ? asked.getRawPath() : asked.getRawPath() + "?" + query);
    }

    /** The same where the page has an address of its own, and this request, which sent a form, another. */
    Frame frameAt(String title, String here) {
        return frame(title, user.is(Role.TEACHER) ? alerts() : Alerts.NONE, here);
    }

    /** 400 with a page that shows a form again: what was typed, and what is wrong with it. */
    Response unprocessed(String page) {
        return Response.status(400)
                .type(MediaType.TEXT_HTML + ";charset=UTF-8")
                .entity(page)
                .build();
    }

    /** The same without anything from the database: for errors, which are told from threads that may not wait. */
    Frame bareFrame(String title, String here) {
        return frame(title, Alerts.NONE, here);
    }

    private Frame frame(String title, Alerts alerts, String here) {
        return new Frame(
                title,
                language(),
                user.name(),
                user.is(Role.STUDENT),
                user.is(Role.TEACHER),
                user.is(Role.ADMIN),
                alerts,
                here,
                kernels.banner().orElse(""));
    }

    private Alerts alerts() {
        return new Alerts(
                count("select count(*) from report where status = 'GRADER_ERROR'"),
                count("select count(*) from appeal where state = 'OPEN'"));
    }

    private long count(String sql) {
        return ((Number) entities.createNativeQuery(sql).getSingleResult()).longValue();
    }

    /** The words of staff's pages in the request's language. */
    public StaffWords staffWords() {
        return MessageBundles.get(StaffWords.class, Localized.Literal.of(language()));
    }

    /** The page in the request's language. */
    public TemplateInstance localized(TemplateInstance page) {
        return page.setLocale(Locale.of(language()));
    }

    /** A point in time in the service's own zone. */
    public static String time(Instant instant) {
        return TIME.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** Points without needless decimals: 3, 2.5. */
    public static String points(double points) {
        double rounded = Math.round(points * 100) / 100.0;
        return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
    }
}
