package org.ringlab.service.accounts;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.ringlab.checks.Text;
import org.ringlab.service.web.Refusal;

/** The service's one count of wrong passwords. */
@ApplicationScoped
public class SignInLimit {
    private final SignInFailures failures = new SignInFailures(Clock.systemUTC());

    /**
     * Lets an attempt pass.
     *
     * @throws Refusal 429 after too many wrong passwords for this account from this address
     */
    public void admit(String account, String address) {
        Duration pause = failures.pause(account, address);
        if (pause.isPositive()) {
            long minutes = Math.max(1, pause.plusSeconds(59).toMinutes());
            throw new Refusal(
                    429,
                    new Text(
                            "密码错误次数太多。请过 " + minutes + " 分钟再试；忘记密码请找管理员重设。",
                            "Too many wrong passwords. Try again in " + minutes
                                    + " min; if you forgot yours, ask an administrator for a new one."),
                    pause.toSeconds() + 1);
        }
    }

    /** Tells how an attempt ended. */
    public void attempted(String account, String address, boolean right) {
        if (right) {
            failures.succeeded(account, address);
        } else {
            failures.failed(account, address);
        }
    }
}
