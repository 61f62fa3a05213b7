package org.ringlab.service.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInFailuresTest {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final SignInFailures failures = new SignInFailures(() -> now);

    @Test
    void theLastFreeMistakeBeginsThePause() {
        for (int i = 1; i < SignInFailures.FREE; i++) {
            failures.failed("anna", "192.0.2.1");
        }
        assertEquals(Duration.ZERO, failures.pause("anna", "192.0.2.1"));
        failures.failed("anna", "192.0.2.1");
        assertEquals(SignInFailures.PAUSE, failures.pause("anna", "192.0.2.1"));
    }

    @Test
    void capitalsAndSpacesAreTheSameAccount() {
        fail("anna");
        assertEquals(SignInFailures.PAUSE, failures.pause(" Anna", "192.0.2.1"));
    }

    @Test
    void otherAddressesAndAccountsDoNotWait() {
        fail("anna");
        assertEquals(Duration.ZERO, failures.pause("anna", "192.0.2.2"));
        assertEquals(Duration.ZERO, failures.pause("ben", "192.0.2.1"));
    }

    @Test
    void thePauseEnds() {
        fail("anna");
        now = now.plusSeconds(60);
        assertEquals(SignInFailures.PAUSE.minusSeconds(60), failures.pause("anna", "192.0.2.1"));
        now = now.plus(SignInFailures.PAUSE);
        assertEquals(Duration.ZERO, failures.pause("anna", "192.0.2.1"));
        failures.failed("anna", "192.0.2.1");
        assertEquals(Duration.ZERO, failures.pause("anna", "192.0.2.1"));
    }

    @Test
    void theRightPasswordForgivesMistakes() {
        fail("anna");
        failures.succeeded("anna", "192.0.2.1");
        assertEquals(Duration.ZERO, failures.pause("anna", "192.0.2.1"));
        assertEquals(0, failures.remembered());
    }

    @Test
    void remembersOnlySoMany() {
        for (int i = 0; i < 25_000; i++) {
            failures.failed("x".repeat(100) + i, "192.0.2." + i);
        }
        assertTrue(failures.remembered() <= 10_000);
    }

    private void fail(String account) {
        for (int i = 0; i < SignInFailures.FREE; i++) {
            failures.failed(account, "192.0.2.1");
        }
    }
}
