package org.ringlab.virt.schema;

import java.util.Map;

/** What libvirt's schemas allow, as far as documents of the course and everyday guests go (docs/schemas). */
final class Grammars {
    private static final String ADDRESS = """
                  address ? type?=any domain?=hex bus?=hex slot?=hex function?=hex multifunction?=switch controller?=uint target?=uint unit?=uint port?=any reg?=any
            """;
    private static final String DISK = """
                  driver ? name?=any type?=raw|dir|bochs|cloop|dmg|iso|vpc|vdi|fat|vhd|ploop|cow|qcow|qcow2|qed|vmdk cache?=default|none|writeback|writethrough|directsync|unsafe io?=threads|native error_policy?=any rerror_policy?=any discard?=any detect_zeroes?=any iothread?=any ioeventfd?=switch queues?=any
                  target ! dev=target bus?=ide|fdc|scsi|virtio|xen|usb|uml|sata|sd tray?=open|closed removable?=switch
                  backingStore ? ~
                  readonly ?
                  shareable ?
                  transient ?
                  serial ? :any
                  wwn ? :any
                  boot ? order=uint loadparm?=any
                  iotune ? ~
                  alias ? name=any
            """ + ADDRESS;
    private static final String NIC = """
                  mac ? address=mac
                  target ? dev=any
                  model ? type=any
                  driver ? ~
                  link ? state=up|down
                  boot ? order=uint
                  filterref ? ~
                  bandwidth ? ~
                  mtu ? size=uint
                  alias ? name=any
                  rom ? ~
            """ + ADDRESS;
    private static final String DOMAIN = """
            domain type=qemu|kqemu|kvm|xen|lxc|uml|openvz|test|vmware|hyperv|vbox|phyp|parallels|bhyve|vz id?=int
              name ! :name
              uuid ? :uuid
              genid ? ~
              title ? :any
              description ? :any
              metadata ? ~
              maxMemory ? ~
              memory ! :size unit?=unit dumpCore?=switch
              currentMemory ? :size unit?=unit
              blkiotune ? ~
              memtune ? ~
              memoryBacking ? ~
              vcpu ? :vcpus placement?=static|auto cpuset?=any current?=uint
              vcpus ?
                vcpu * id=uint enabled=bool hotpluggable?=bool order?=uint
              iothreads ? :uint
              cputune ? ~
              numatune ? ~
              resource ? ~
              sysinfo ? ~
              bootloader ? :any
              os ?
                type ! :hvm|xen|linux|exe|uml arch?=aarch64|armv7l|i686|ppc64|ppc64le|s390x|x86_64|alpha|arm|mips|sparc machine?=device
                loader ? ~
                nvram ? ~
                kernel ? :path
                initrd ? :path
                cmdline ? :any
                dtb ? :path
                init ? :path
                initarg * :any
                boot * dev=fd|cdrom|hd|network
                bootmenu ? enable=bool timeout?=uint
                bios ? ~
                smbios ? mode=any
              features ? ~
              cpu ? mode?=custom|host-model|host-passthrough match?=minimum|exact|strict check?=none|partial|full migratable?=switch
                model ? :any fallback?=allow|forbid vendor_id?=any
                vendor ? :any
                topology ? sockets=uint dies?=uint cores=uint threads=uint
                feature * policy?=force|require|optional|disable|forbid name=any
                numa ? ~
                cache ? ~
              clock ? ~
              on_poweroff ? :destroy|restart|preserve|rename-restart
              on_reboot ? :destroy|restart|preserve|rename-restart
              on_crash ? :destroy|restart|preserve|rename-restart|coredump-destroy|coredump-restart
              on_lockfailure ? :poweroff|restart|pause|ignore
              pm ? ~
              perf ? ~
              devices ?
                emulator ? :path
                disk[type=file] * type?=any device?=floppy|disk|cdrom|lun snapshot?=no|internal|external model?=any
                  source ? file?=any startupPolicy?=any
            DISK
                disk[type=block] * type=any device?=floppy|disk|cdrom|lun snapshot?=no|internal|external
                  source ? dev?=path startupPolicy?=any
            DISK
                disk[type=volume] * type=any device?=floppy|disk|cdrom|lun snapshot?=no|internal|external
                  source ? pool=any volume=any mode?=any
            DISK
                disk[type=network] * ~
                disk[type=dir] * ~
                controller * ~
                lease * ~
                filesystem * ~
                interface[type=network] * type=any
                  source ! network=any portgroup?=any bridge?=any
            NIC
                interface[type=bridge] * type=any
                  source ? bridge=any
            NIC
                interface[type=direct] * type=any
                  source ! dev=any mode?=vepa|bridge|private|passthrough
            NIC
                interface[type=user] * type=any
            NIC
                interface[type=ethernet] * type=any
                  ip * ~
            NIC
                interface[type=hostdev] * ~
                interface[type=udp] * ~
                interface[type=server] * ~
                interface[type=client] * ~
                interface[type=mcast] * ~
                interface[type=vhostuser] * ~
                interface[type=internal] * ~
                smartcard * ~
                serial * ~
                parallel * ~
                console * ~
                channel * ~
                input * ~
                tpm * ~
                graphics[type=vnc] * type=any port?=port autoport?=bool listen?=any passwd?=any keymap?=any passwdValidTo?=any connected?=any websocket?=any socket?=any sharePolicy?=any
                  listen * ~
                graphics[type=spice] * ~
                graphics[type=sdl] * ~
                graphics[type=rdp] * ~
                graphics[type=desktop] * ~
                graphics[type=egl-headless] * ~
                sound * ~
                audio * ~
                video * ~
                hostdev * ~
                redirdev * ~
                redirfilter ? ~
                hub * ~
                watchdog * ~
                memballoon ? ~
                rng * ~
                panic * ~
                nvram ? ~
                shmem * ~
                memory * ~
                iommu ? ~
                vsock ? ~
              seclabel * ~
              idmap ? ~
              keywrap ? ~
              launchSecurity ? ~
            """;
    private static final String NETWORK = """
            network connections?=uint ipv6?=bool trustGuestRxFilters?=bool
              name ! :name
              uuid ? :uuid
              metadata ? ~
              bridge ? name?=device zone?=any stp?=switch delay?=uint macTableManager?=kernel|libvirt
              mtu ? size=uint
              mac ? address=mac
              domain ? name=any localOnly?=bool
              forward ? dev?=device mode?=nat|route|open|bridge|passthrough|private|vepa|hostdev managed?=bool
                interface * dev=device connections?=uint
                nat ? ~
                address * ~
                driver ? ~
                pf ? dev=device
              dns ? ~
              vlan ? ~
              bandwidth ? ~
              virtualport ? ~
              portgroup * ~
              route * ~
              ip * address?=ip netmask?=ip prefix?=prefix family?=ipv4|ipv6 localPtr?=bool
                tftp ? root=any
                dhcp ?
                  range * start=ip end=ip
                  host * mac?=mac id?=any name?=any ip?=ip
                  bootp ? file=any server?=any
            """;
    private static final String POOL = """
            pool type=dir|fs|netfs|logical|disk|iscsi|scsi|mpath|rbd|sheepdog|gluster|zfs|vstorage
              name ! :name
              uuid ? :uuid
              capacity ? :size unit?=unit
              allocation ? :size unit?=unit
              available ? :size unit?=unit
              source ? ~
              target ?
                path ! :path
                permissions ?
                  mode ? :uint
                  owner ? :int
                  group ? :int
                  label ? :any
            """;
    private static final Map<String, Rule> RULES =
            Map.of("domain", Rule.parse(whole(DOMAIN)), "network", Rule.parse(NETWORK), "pool", Rule.parse(POOL));

    private Grammars() {}

    private static String whole(String grammar) {
        return grammar.replace("DISK\n", DISK).replace("NIC\n", NIC);
    }

    /** The rule for documents with that outermost element. */
    static Rule of(String root) {
        Rule rule = RULES.get(root);
        if (rule == null) {
            throw new IllegalArgumentException(root);
        }
        return rule;
    }

    static boolean has(String root) {
        return RULES.containsKey(root);
    }
}
