package org.ringlab.hypervisor.device;

import java.util.HashMap;
import java.util.Map;

/**
 * What stands between a device and memory: addresses that the device uses, page by page, to host-physical ones. A device without
 * an IOMMU before it uses host-physical addresses, whoever told it which.
 */
public final class Iommu {
    private final Map<Long, Long> pages = new HashMap<>();
    private final boolean on;

    private Iommu(boolean on) {
        this.on = on;
    }

    /** No IOMMU. */
    public static Iommu none() {
        return new Iommu(false);
    }

    /** One without mappings. */
    public static Iommu empty() {
        return new Iommu(true);
    }

    /** Lets a device use a page. */
    public Iommu map(long device, long host) {
        pages.put(device >>> 12, host >>> 12);
        return this;
    }

    /** Whether there is one. */
    public boolean on() {
        return on;
    }

    /** The host-physical address, or -1: a fault, told to the monitor. */
    public long translate(long address) {
        if (!on) {
            return address;
        }
        Long page = pages.get(address >>> 12);
        return page == null ? -1 : page << 12 | address & 0xFFF;
    }
}
