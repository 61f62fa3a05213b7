package org.ringlab.service;

import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import org.hibernate.exception.JDBCConnectionException;

/** Addresses that fail as all do while the database is away, and one that fails for a reason nobody foresaw. */
@ApplicationScoped
public class FailingRoutes {
    void register(@Observes Router router) {
        for (String path : new String[] {"/assets/database-away", "/api/database-away"}) {
            router.get(path)
                    .order(-1)
                    .handler(context -> context.fail(
                            new IllegalStateException(new JDBCConnectionException("away", new SQLException("away")))));
        }
        router.get("/assets/broken")
                .order(-1)
                .handler(context -> context.fail(new IllegalStateException("secret cause")));
    }
}
