package org.ringlab.checks;

import org.ringlab.host.Lab;
import org.ringlab.mmu.paging.Access;
import org.ringlab.mmu.paging.Fault;
import org.ringlab.mmu.paging.Outcome;
import org.ringlab.mmu.paging.Walk;
import org.ringlab.mmu.paging.Walker;
import org.ringlab.mmu.text.WalkText;
import org.ringlab.mmu.tlb.Mmu;

/** Judges an access by the host's own memory unit. */
final class MemoryJudge {
    private MemoryJudge() {}

    static Finding judge(Check.MemoryAccess check, Lab lab) {
        ProbeJudge.send(check.traffic(), lab);
        if (!lab.hasHost(check.host())) {
            return Finding.noHost(check.host());
        }
        Mmu mmu = lab.machine(check.host()).memory().mmu();
        Access access = new Access(check.type(), check.ring());
        Walk walk = new Walker(mmu.memory(), mmu.cpu()).inspect(mmu.stage(), check.address(), access);
        Outcome outcome =
                check.throughTlb() ? mmu.explain(check.address(), access).outcome() : walk.outcome();
        String found = found(outcome);
        boolean passed = switch (outcome) {
            case Outcome.Translated at ->
                check.outcome().equals("ok") && (check.physical() == null || check.physical() == at.physical());
            case Fault.PageFault fault ->
                check.outcome().equals("page-fault") && (check.error() == null || check.error() == fault.error());
            case Fault.GeneralProtection fault -> check.outcome().equals("general-protection");
            case Fault.EptViolation fault -> false;
            case Fault.EptMisconfiguration fault -> false;
            case Fault.NestedPageFault fault -> false;
        };
        String detail = WalkText.outcome(outcome) + "\n"
                + String.join("\n", WalkText.lines(walk, mmu.stage().mode()));
        return Finding.of(passed, Observation.of(check.host(), found, detail));
    }

    /** {@code ok 0x9123}, {@code page-fault 0x7 level 0}, {@code general-protection}. */
    private static String found(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Translated at -> "ok 0x" + Long.toHexString(at.physical());
            case Fault.PageFault fault ->
                "page-fault 0x" + Integer.toHexString(fault.error()) + " level " + fault.level();
            case Fault.GeneralProtection fault -> "general-protection";
            case Fault.EptViolation fault -> "ept-violation";
            case Fault.EptMisconfiguration fault -> "ept-misconfiguration";
            case Fault.NestedPageFault fault -> "nested-page-fault";
        };
    }
}
