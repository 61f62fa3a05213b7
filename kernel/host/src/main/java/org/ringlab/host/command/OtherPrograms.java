package org.ringlab.host.command;

import java.util.Set;

/** Names that mean something on real hosts and nothing here: they answer that, rather than that there is no such command. */
final class OtherPrograms {
    private static final Set<String> NAMES = Set.of("""
            apachectl apropos apt apt-get ar arping arptables at auditctl ausearch b2sum banner base32 base64 batch bc bg
            bind blkid busctl bzip2 cal calendar caller cc chage chattr chgrp chown chrt cksum clear cmp colrm
            column comm compgen complete compopt conntrackd coproc cpio crontab csplit ctstat dc depmod df dialog diff
            dirs disown dmidecode dnf dpkg du e2fsck ebtables ed emacs enable ethtool expand expect exportfs factor fc
            fdisk file findmnt flatpak fmt fold free fsck fuser gcc gdb getconf getent getfacl getsebool gpg gunzip gzip
            haproxy hash hexdump hostnamectl hping3 htop httpd hwclock ifstat info install ionice iostat iotop ip6tables
            ip6tables-restore ip6tables-save iperf iperf3 ipmaddr iptables-apply iptables-xml iptunnel ipvsadm iw iwconfig
            joe join keepalived last lastb less lftp lnstat locale localectl locate logger login loginctl logout logrotate
            look losetup lsattr lsblk lshw lsof lsusb ltrace lua lvcreate lvs make md5sum mdadm mesg mii-tool
            mkfifo mkfs mknod mkswap mktemp more mpstat mtr named named-checkconf nameif ncat networkctl newgrp nfct nft
            nginx ngrep nice nl nmap node nohup nstat numfmt od openssl parted passwd paste patch perl pg php plipconfig
            popd pr pushd pvcreate pvs python python2 python3 rarp renice reset resize2fs resolvectl rev rndc
            rpcinfo rsync rtacct rtmon ruby sar scp screen script sdiff semodule sestatus setfacl setsebool setsid sftp
            sha1sum sha224sum sha256sum sha384sum sha512sum showmount shred shuf slattach smbclient snap socat split
            ssh ssh-copy-id ssh-keygen strace stty su sudo sum suspend swapoff swapon sync sysdig systemd-analyze tar
            taskset tc tclsh tftp timedatectl times tmux top tput tracepath tshark tsort tty tune2fs ulimit unalias
            unexpand unzip updatedb uptime users vconfig vgcreate vgs view vipw visudo vmstat vsftpd w wall watch whatis
            whereis who whois write xxd xz yes zcat zip
            """.strip().split("\\s+"));

    private OtherPrograms() {}

    /** Whether it is one. */
    static boolean has(String name) {
        return NAMES.contains(name);
    }
}
