package org.ringlab.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringlab.hypervisor.device.DeviceComparison;
import org.ringlab.hypervisor.device.DeviceComparison.Way;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.guest.SampleGuests;
import org.ringlab.hypervisor.migrate.Migration;
import org.ringlab.hypervisor.migrate.Migration.Plan;

class DevicesAndMigrationTest {
    private static final String SUM = "AJLKAAAA\n";

    private static GuestImage writer() {
        return Objects.requireNonNull(GuestBuild.build(
                        "writer", Objects.requireNonNull(SampleGuests.all().get("writer")), false)
                .image());
    }

    private static Plan plan(long megabits) {
        return new Plan(megabits, 1_000, 100_000, 3, 20_000, true);
    }

    @Test
    void exitsAreFourAPacketOneABatchOrNone() {
        List<DeviceComparison.Row> rows = DeviceComparison.run(64, 1000, 16, Settings.DEFAULT);
        // One more each: the power switch.
        assertEquals(
                List.of(257L, 5L, 1L, 1L),
                rows.stream().map(DeviceComparison.Row::exits).toList());
        for (DeviceComparison.Row row : rows) {
            assertEquals(row.way() != Way.WITHOUT_IOMMU, row.right(), row.way().title());
            assertEquals(64_000, row.bytes());
        }
        assertEquals(
                "the device took guest-physical 0x50000 for host-physical and sent what lies there",
                rows.getLast().problem());
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000, 10_000, 100_000})
    void aMigratedGuestSaysWhatItWouldHaveSaid(long megabits) {
        Migration.Report report = Migration.preCopy(writer(), plan(megabits), Settings.DEFAULT);
        assertEquals(new Ending.PoweredOff(), report.ending());
        assertEquals(SUM, report.output());
    }

    @Test
    void aFasterLinkNeedsLessDowntime() {
        Migration.Report slow = Migration.preCopy(writer(), plan(3_000), Settings.DEFAULT);
        Migration.Report fast = Migration.preCopy(writer(), plan(100_000), Settings.DEFAULT);
        assertTrue(fast.downtime() < slow.downtime(), fast.downtime() + " " + slow.downtime());
        assertTrue(fast.converged());
        assertFalse(slow.converged());
    }

    @Test
    void postCopyStopsShortlyAndStallsInstead() {
        Migration.Report report = Migration.postCopy(writer(), plan(10_000), Settings.DEFAULT);
        assertEquals(SUM, report.output());
        assertTrue(report.stalls() >= 24, String.valueOf(report.stalls()));
        assertTrue(report.downtime() < 100_000);
    }

    @Test
    void withoutSharedStorageNothingBegins() {
        Plan local = new Plan(1000, 1_000, 100_000, 10, 20_000, false);
        Migration.Report report = Migration.preCopy(writer(), local, Settings.DEFAULT);
        assertTrue(report.refused().startsWith("the disk image lies on a disk of this host alone"));
        assertEquals(0, report.sent());
    }
}
