package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.guest.SampleGuests;

/** A guest that is a monitor, without and with a second dimension for its own guest. */
class NestedTest {
    private static Outcome with(String what, String other) {
        String source = Objects.requireNonNull(SampleGuests.all().get("nested-ept"));
        assertTrue(source.contains(what), what);
        GuestImage image = Objects.requireNonNull(
                GuestBuild.build("x", source.replace(what, other), false).image());
        return Hypervisor.run(Method.VMX, image, Settings.DEFAULT.withBudget(100_000));
    }

    @Test
    void theMergedTablesAreFilledAndTheInnerMonitorGetsItsOwnViolations() {
        Outcome outcome = MethodsTest.run(Method.VMX, "nested-ept");
        assertEquals("mgcewG\n", outcome.output());
        Map<String, Long> reasons = outcome.counters().reasons();
        // The innermost guest's page tables, its code, and 2 MiB after the inner monitor mapped it.
        assertEquals(3, reasons.get("EPT12 and EPT01 merged"));
        assertEquals(4, reasons.get("L2: 48 EPT violation"));
        assertEquals(6, reasons.get("handed to the inner monitor"));
        assertEquals(6, reasons.get("entry of the guest's guest"));
    }

    @Test
    void anExitOfTheInnermostGuestCostsThoseOfTheInnerMonitorToo() {
        Outcome outcome = MethodsTest.run(Method.VMX, "nested");
        Map<String, Long> reasons = outcome.counters().reasons();
        long innermost = reasons.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("L2: "))
                .mapToLong(Map.Entry::getValue)
                .sum();
        long inner = reasons.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("L1: "))
                .mapToLong(Map.Entry::getValue)
                .sum();
        assertEquals("mgcG\n", outcome.output());
        assertEquals(4, innermost);
        assertTrue(inner > 4 * innermost, inner + " of L1");
    }

    @Test
    void whatTheInnerMonitorMapsBeyondItsOwnMemoryTheOuterOneRefuses() {
        Ending.Killed killed = assertInstanceOf(
                Ending.Killed.class,
                with("0x2000b7   # there", "0x80000b7   # there").ending());
        assertEquals("it touched guest-physical 0x200000, beyond its memory", killed.why());
    }

    @Test
    void rightsThatTheInnerTablesLackAreTheInnerMonitorsBusiness() {
        // Mapped without the right to write, the page is violated again and again.
        Outcome outcome = with("0x2000b7   # there", "0x2000b5   # there");
        assertInstanceOf(Ending.Budget.class, outcome.ending());
        assertTrue(outcome.output().startsWith("mgceee"), outcome.output());
    }

    @Test
    void aMalformedInnerEntryIsItsMisconfiguration() {
        // Writable and not readable. The sample's monitor doesn't know reason 49 and says F.
        assertEquals("mgceF", with("0x2000b7   # there", "0x2000b2   # there").output());
    }

    @Test
    void innerTablesOfFiveLevelsAreNotSimulated() {
        assertEquals(
                "EPT of five levels in a nested monitor",
                assertInstanceOf(
                                Ending.NotSimulated.class,
                                with("0x2401e ", "0x24026 ").ending())
                        .what());
    }

    @Test
    void aSecondLaunchFailsAndSoDoesResumingWhatWasNotLaunched() {
        assertEquals("mF", with("    vmlaunch\n", "    vmresume\n").output());
    }

    /** SVM's instructions take addresses of the machine: a guest that used them freely could read its monitor's memory. */
    @ParameterizedTest
    @ValueSource(strings = {"vmrun", "vmload", "vmsave", "stgi", "clgi", "invlpga"})
    void aMonitorInAGuestOfSvmIsNotSimulatedAndSaysSo(String instruction) {
        GuestImage image =
                Objects.requireNonNull(GuestBuild.build("x", "start: mov eax, 0x300000\n" + instruction + "\n", false)
                        .image());
        Ending ending = Hypervisor.run(Method.SVM, image, Settings.DEFAULT.withBudget(1_000))
                .ending();
        String what = assertInstanceOf(Ending.NotSimulated.class, ending).what();
        assertTrue(what.endsWith(instruction.toUpperCase(Locale.ROOT)), what);
    }
}
