package org.ringlab.cpu.device;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringlab.cpu.core.Board;
import org.ringlab.cpu.core.Operands;

/** A board with an interrupt controller and devices behind ports; where none answers all bits are one. */
public final class DeviceBoard implements Board {
    private final InterruptController controller = new InterruptController();
    private final List<PortDevice> devices = new ArrayList<>();
    private long untilNext = Long.MAX_VALUE;

    /** A board with nothing but the interrupt controller. */
    public DeviceBoard() {
        devices.add(controller);
    }

    /** The interrupt controller, for devices. */
    public InterruptController controller() {
        return controller;
    }

    /** Plugs a device in; of two that answer at a port the first does. */
    public <D extends PortDevice> D plug(D device) {
        devices.add(device);
        look();
        return device;
    }

    private @Nullable PortDevice at(int port) {
        for (PortDevice device : devices) {
            if (device.answers(port)) {
                return device;
            }
        }
        return null;
    }

    @Override
    public long portRead(int port, int size) {
        PortDevice device = at(port);
        if (device == null) {
            return Operands.mask(size);
        }
        long value = device.read(port, size) & Operands.mask(size);
        look();
        return value;
    }

    @Override
    public void portWrite(int port, int size, long value) {
        PortDevice device = at(port);
        if (device != null) {
            device.write(port, size, value);
            look();
        }
    }

    @Override
    public boolean interruptRequested() {
        return controller.requested();
    }

    @Override
    public int acknowledge() {
        return controller.acknowledge();
    }

    private void look() {
        untilNext = Long.MAX_VALUE;
        for (PortDevice device : devices) {
            untilNext = Math.min(untilNext, device.untilNext());
        }
    }

    @Override
    public long untilNext() {
        return untilNext;
    }

    @Override
    public void advance(long instructions) {
        if (untilNext == Long.MAX_VALUE) {
            return;
        }
        for (PortDevice device : devices) {
            device.advance(instructions);
        }
        look();
    }

    /** Everything the devices remember. */
    public Object save() {
        return devices.stream().map(PortDevice::save).toArray();
    }

    /** Goes back to a value of {@link #save} with the same devices. */
    public void restore(Object saved) {
        Object[] all = (Object[]) saved;
        for (int i = 0; i < all.length; i++) {
            devices.get(i).restore(all[i]);
        }
        look();
    }
}
