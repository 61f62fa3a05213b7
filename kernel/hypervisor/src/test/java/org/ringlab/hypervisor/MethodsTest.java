package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.guest.SampleGuests;

/** One guest under each method. */
class MethodsTest {
    private static final String HELLO = """
            hello from ring 0
            the machine is what it seems
            three ticks
            hello from ring 3!
            """;

    static Outcome run(Method method, String guest) {
        return run(method, guest, Settings.DEFAULT);
    }

    static Outcome run(Method method, String guest, Settings settings) {
        return Hypervisor.run(method, image(method, guest), settings);
    }

    private static GuestImage image(Method method, String guest) {
        String source = Objects.requireNonNull(SampleGuests.all().get(guest));
        return Objects.requireNonNull(
                GuestBuild.build(guest, source, method == Method.PARAVIRTUAL).image());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "TRAP_AND_EMULATE")
    void theSampleKernelSaysTheSameUnderEveryWorkingMethod(Method method) {
        Outcome outcome = run(method, "hello");
        assertEquals(new Ending.PoweredOff(), outcome.ending());
        assertEquals(HELLO, outcome.output());
    }

    @Test
    void trapAndEmulateFailsOnWhatIsSensitiveAndDoesNotTrap() {
        Outcome outcome = run(Method.TRAP_AND_EMULATE, "hello");
        assertEquals("hello from ring 0\nthis machine lies\n", outcome.output());
        // POPF left IF at 0, and the kernel waits for the timer for ever.
        Ending.HaltedForever halted = assertInstanceOf(Ending.HaltedForever.class, outcome.ending());
        assertEquals(false, halted.interrupts());
        assertEquals("N\n", run(Method.TRAP_AND_EMULATE, "popf").output());
        assertEquals("1\n", run(Method.TRAP_AND_EMULATE, "smsw").output());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "TRAP_AND_EMULATE")
    void theOthersGetPopfAndSmswRight(Method method) {
        assertEquals("Y\n", run(method, "popf").output());
        assertEquals("0\n", run(method, "smsw").output());
    }

    @ParameterizedTest
    @EnumSource
    void theSameRunTwiceCountsTheSame(Method method) {
        Outcome once = run(method, "hello");
        Outcome again = run(method, "hello");
        assertEquals(once.cycles(), again.cycles());
        assertEquals(once.counters().reasons(), again.counters().reasons());
        assertEquals(once.events(), again.events());
    }

    @Test
    void binaryTranslationNeedsAtMostAThirdOfTheEmulatorsCyclesOnALoop() {
        long emulated = run(Method.EMULATION, "loop").cycles();
        long translated = run(Method.BINARY_TRANSLATION, "loop").cycles();
        assertTrue(translated * 3 <= emulated, translated + " of " + emulated);
    }

    @ParameterizedTest
    @EnumSource(names = {"VMX", "SVM"})
    void withTagsNoEntryFlushesAndWithoutEachDoes(Method method) {
        Outcome tagged = run(method, "hello");
        Outcome untagged = run(method, "hello", Settings.DEFAULT.untagged());
        assertEquals(0, tagged.counters().get(Counter.TLB_FLUSHES));
        // One more entry than exits that were followed by one: the last exit switched off.
        assertEquals(untagged.counters().get(Counter.EXITS), untagged.counters().get(Counter.TLB_FLUSHES));
        assertEquals(HELLO, untagged.output());
    }

    @ParameterizedTest
    @EnumSource
    void aRunawayGuestEndsWithItsBudget(Method method) {
        Outcome outcome = run(method, "runaway", Settings.DEFAULT.withBudget(10_000));
        assertEquals(new Ending.Budget(10_000, 0x1_0000), outcome.ending());
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "PARAVIRTUAL")
    void aTripleFaultIsTold(Method method) {
        Ending.TripleFault fault =
                assertInstanceOf(Ending.TripleFault.class, run(method, "triple").ending());
        assertEquals(0x1_0007, fault.eip());
    }

    @Test
    void aParavirtualKernelThatUsesAPrivilegedInstructionIsKilledWithItsName() {
        GuestImage image = Objects.requireNonNull(
                GuestBuild.build("x", "start: nop\ncli\nhlt\n", true).image());
        Outcome outcome = Hypervisor.run(Method.PARAVIRTUAL, image, Settings.DEFAULT);
        assertEquals(
                "killed by its monitor at 0x10001: #GP in the kernel: cli is not for ring 1; a para-virtual kernel asks by"
                        + " INT 0x82",
                outcome.ending().text());
    }

    @Test
    void aTranslatedBlockIsForgottenWhenItsCodeChanges() {
        String source = """
                start:
                    mov esp, 0x8000
                    mov ecx, 2
                again:
                    mov al, 'a'
                change:
                    mov dx, 0x3f8
                    out dx, al
                    mov byte [again + 1], 'b'
                    dec ecx
                    jnz again
                    mov dx, 0x604
                    mov ax, 0x2000
                    out dx, ax
                """;
        GuestImage image =
                Objects.requireNonNull(GuestBuild.build("x", source, false).image());
        for (Method method : Method.values()) {
            if (method != Method.PARAVIRTUAL) {
                assertEquals(
                        "ab", Hypervisor.run(method, image, Settings.DEFAULT).output(), method.word());
            }
        }
    }
}
