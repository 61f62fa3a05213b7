package org.ringlab.hypervisor;

import org.ringlab.hypervisor.guest.GuestImage;
import org.ringlab.hypervisor.hardware.HardwareMonitor;
import org.ringlab.hypervisor.ring.Paravirtual;
import org.ringlab.hypervisor.ring.TrapAndEmulate;
import org.ringlab.hypervisor.translate.BinaryTranslation;

/** Runs one guest under a method: the way in for commands, cells and tests. */
public final class Hypervisor {
    private Hypervisor() {}

    /** Runs an image to its end; the same image and settings give the same outcome. */
    public static Outcome run(Method method, GuestImage image, Settings settings) {
        VirtualMachine vm = new VirtualMachine(image, settings);
        Monitor monitor = monitor(method, vm);
        return vm.outcome(method, monitor.run());
    }

    private static Monitor monitor(Method method, VirtualMachine vm) {
        return switch (method) {
            case EMULATION -> new Emulation(vm);
            case TRAP_AND_EMULATE -> new TrapAndEmulate(vm);
            case PARAVIRTUAL -> new Paravirtual(vm);
            case BINARY_TRANSLATION -> new BinaryTranslation(vm);
            case VMX, SVM, VMX_SHADOW, SVM_SHADOW -> new HardwareMonitor(vm, method);
        };
    }
}
