package org.ringlab.virt;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.ringlab.virt.domain.GuestPlan;
import org.ringlab.virt.network.NetworkDef;
import org.ringlab.virt.nodedev.PciDevice;

/** The computer that libvirtd runs on: all that it asks of it. Paths are absolute. */
public interface VirtHost {
    /** Its name. */
    String name();

    /** Which libvirt it has. */
    Generation generation();

    /** The number SMBIOS gives it; two libvirtds of one host have the same. */
    String uuid();

    /** Whether {@code /dev/kvm} is there. */
    boolean hasKvm();

    /** Seconds since 1970. */
    long now();

    /** Waits until something holds, or so many seconds; whether it held. */
    boolean waitFor(BooleanSupplier done, long seconds);

    /** The next number of the lab's chance. */
    long chance();

    /** RAM in KiB. */
    long memory();

    /** Processors. */
    int processors();

    /** The user and group that QEMU runs as: 0 for root. */
    int qemuUser();

    /** Its QEMU. */
    Qemu qemu();

    /**
     * A QEMU that is installed.
     *
     * @param program the emulator
     * @param kvmProgram the emulator of guests of type kvm
     * @param pc the machine that {@code pc} stands for
     * @param q35 the machine that {@code q35} stands for
     * @param locks whether two guests are kept from writing to one image; 1.5 of CentOS 7 doesn't
     */
    record Qemu(String program, String kvmProgram, String pc, String q35, boolean locks) {}

    /** Whether another guest, here or on a host that shares the file, writes to an image. */
    boolean isWritten(String path);

    /** Whether a file is on storage that is known to be the same on other hosts: NFS and cluster file systems. */
    boolean isShared(String path);

    /** Writes what a guest reads from an image into an image of another host. */
    void copyTo(VirtHost other, String path, String format) throws VirError;

    /** Its files. */
    Files files();

    /** Its disk images. */
    Images images();

    /** Its network. */
    Links links();

    /** Its PCI bus. */
    Pci pci();

    /** Where its guests run. */
    Guests guests();

    /** The libvirtd of another host, as {@code qemu+tcp://NAME/system} finds it. */
    Peer peer(String name);

    /** What comes of looking for another host. */
    sealed interface Peer {
        /** It has a libvirtd that listens. */
        record Found(Libvirtd libvirtd) implements Peer {}

        /** Nobody knows the name. */
        record Unknown() implements Peer {}

        /** Nothing listens there. */
        record Refused() implements Peer {}
    }

    /** Files and directories. */
    interface Files {
        /** What is at a path. */
        enum Kind {
            /** Nothing. */
            NONE,
            /** A file. */
            FILE,
            /** A directory. */
            DIRECTORY,
            /** A block device. */
            BLOCK
        }

        /** What is at a path. */
        Kind kind(String path);

        /** The text of a file; empty where there is none. */
        Optional<String> read(String path);

        /** Writes a file and makes the directories above it. */
        void write(String path, String text);

        /** Removes a file or an empty directory; empty where that worked, else why not. */
        Optional<String> remove(String path);

        /** Makes a symbolic link. */
        void link(String path, String target);

        /** Makes a directory and those above it. */
        void makeDirectories(String path);

        /** The names in a directory. */
        List<String> list(String path);

        /** The permissions of what is at a path, as nine bits; 0 where there is nothing. */
        int mode(String path);

        /** Bytes of the file system that guests' images are on. */
        long capacity();

        /** Bytes of it that are used. */
        long used();

        /** Whether a user may search all directories above a path and read what is there. */
        boolean readable(String path, int user);

        /** Whether the host's security policy lets a guest's process look for a file; libvirt labels the file itself. */
        default boolean allowed(String path) {
            return true;
        }

        /** A file on a CD whose image is at a path; empty where there is no such image or file. */
        Optional<String> onMedium(String image, String file);

        /** Gives a file to a user and their group. */
        void give(String path, int user);
    }

    /**
     * What is known of an image without reading it through.
     *
     * @param format {@code raw}, {@code qcow2} …
     * @param size bytes of the disk
     * @param length bytes of the file
     * @param allocated bytes of it that the host's disk stores
     * @param backing the backing file as written in it
     * @param backingFormat the backing file's format as written in it
     */
    record Image(
            String format,
            long size,
            long length,
            long allocated,
            Optional<String> backing,
            Optional<String> backingFormat) {}

    /** Disk images. */
    interface Images {
        /** The image at a path, of the format it seems to have; empty where there is none. */
        Optional<Image> info(String path);

        /**
         * Makes an image.
         *
         * @param allocated bytes of a raw one that are stored at once
         */
        void create(
                String path, String format, long size, long allocated, Optional<String> backing, String backingFormat)
                throws VirError;

        /** Changes an image's size. */
        void resize(String path, String format, long size) throws VirError;

        /** Copies what a guest would read into a new image. */
        void copy(String from, String to, String format) throws VirError;

        /** Fills it with zeros. */
        void wipe(String path) throws VirError;

        /** Makes a snapshot in a qcow2 image. */
        void snapshot(String path, String name, boolean memory) throws VirError;

        /** Goes back to a snapshot in an image. */
        void revert(String path, String name) throws VirError;

        /** Deletes a snapshot in an image. */
        void deleteSnapshot(String path, String name) throws VirError;

        /** Writes what an overlay holds into its backing file. */
        void commit(String overlay) throws VirError;
    }

    /**
     * An address that a network lent.
     *
     * @param expires seconds since 1970
     * @param mac whose it is
     * @param address what was lent
     * @param prefix its network's length
     * @param name what the station calls itself; empty where it doesn't say
     * @param client the client's identifier
     */
    record Lease(long expires, String mac, String address, int prefix, String name, String client) {}

    /**
     * An interface of the host.
     *
     * @param name its name
     * @param mac its address
     * @param managed whether the host's own configuration brings it up
     */
    record Card(String name, String mac, boolean managed) {}

    /** Bridges, taps, rules, leases. */
    interface Links {
        /** Whether there is an interface of that name. */
        boolean exists(String name);

        /** Its interfaces but for taps, bridges of guests' networks included. */
        List<Card> cards();

        /** The interface that already leads to a network, if one does. */
        Optional<String> routeTo(String address, int prefix);

        /** Makes a network's bridge with its address, its rules and its dnsmasq. */
        void start(NetworkDef network) throws VirError;

        /** Takes all that away. */
        void stop(NetworkDef network);

        /** Has dnsmasq read a network's hosts again. */
        void reload(NetworkDef network);

        /** What a network lent. */
        List<Lease> leases(NetworkDef network);

        /** Makes a tap and puts it into a bridge. */
        void addTap(String tap, String bridge, String mac) throws VirError;

        /** Takes a tap away. */
        void removeTap(String tap);

        /** Plugs a tap's cable in or out. */
        void setLink(String tap, boolean up);

        /** What neighbours are known behind a tap's bridge, by MAC. */
        Optional<String> neighbour(String mac);
    }

    /** The PCI bus, and the drivers that have its devices. Addresses are those of {@link PciDevice}. */
    interface Pci {
        /** All, by address. */
        List<PciDevice> devices();

        /** Whether the kernel runs the IOMMU, without which no device goes to a guest. */
        boolean hasIommu();

        /** Takes a device from its driver and gives it to that for guests. */
        void handOut(String address);

        /** Gives a device back to the driver that has it in everyday life. */
        void giveBack(String address);
    }

    /** QEMU: what becomes of a guest once libvirt has everything together. */
    interface Guests {
        /** Starts a guest; its programs run until {@link Guest#stop}. */
        Guest start(GuestPlan plan, boolean paused);

        /** Goes on with a guest whose memory was saved. */
        Guest restore(GuestPlan plan, String memory, boolean paused);

        /** Lets a guest that runs elsewhere go on here. */
        Guest receive(GuestPlan plan, Guest running, boolean paused);
    }

    /** A guest that runs. */
    interface Guest {
        /** Presses the power button; whether its system obeys and switches off at once. */
        boolean powerButton();

        /** Whether a system answers: a driver for the balloon, for unplugging. */
        boolean hasSystem();

        /** Stops its processors. */
        void pause();

        /** Lets them run. */
        void resume();

        /** Presses the reset button. */
        void reset();

        /** Stops it so that {@link Guests#restore} goes on with it: what finds it again, for a file. */
        String save();

        /** What it wrote to its serial console. */
        String console();

        /** What is on its screen: the firmware's words, then the system's. */
        String screen();

        /** What is to happen when its system starts itself again. */
        void atReboot(Runnable action);

        /** Plugs a card in. */
        void plug(GuestPlan.Nic nic);

        /** Takes a card out. */
        void unplug(GuestPlan.Nic nic);

        /** Puts one of the host's PCI devices in. */
        void plugHostDevice(String address);

        /** Takes one of the host's PCI devices out, before the host has it back. */
        void unplugHostDevice(String address);

        /** Ends it. */
        void stop();
    }
}
