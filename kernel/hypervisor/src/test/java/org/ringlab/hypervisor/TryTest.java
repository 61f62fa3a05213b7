package org.ringlab.hypervisor;

import org.junit.jupiter.api.Test;
import org.ringlab.hypervisor.guest.GuestBuild;
import org.ringlab.hypervisor.guest.SampleGuests;

class TryTest {
    @Test
    void look() {
        for (String name : SampleGuests.names()) {
            for (Method method : Method.values()) {
                GuestBuild.Built built =
                        GuestBuild.build(name, SampleGuests.all().get(name), method == Method.PARAVIRTUAL);
                built.diagnostics().forEach(d -> System.out.println(name + ": " + d.text()));
                if (built.image() == null) {
                    continue;
                }
                long t = System.nanoTime();
                Outcome o = Hypervisor.run(method, built.image(), Settings.DEFAULT.withBudget(500_000));
                System.out.println(name + " " + method + " " + o.ending().text() + " " + (System.nanoTime() - t) / 1000 + " us cycles " + o.cycles());
                System.out.println(o.output());
                System.out.print("   ");
                for (Counter c : Counter.values()) {
                    if (o.counters().get(c) > 0) {
                        System.out.print(c + "=" + o.counters().get(c) + " ");
                    }
                }
                System.out.println(o.counters().reasons());
                if (System.getProperty("events") != null) {
                    o.events().stream().limit(150).forEach(e -> System.out.println("   " + e));
                }
            }
        }
    }
}
