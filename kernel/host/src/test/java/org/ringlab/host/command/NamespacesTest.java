package org.ringlab.host.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringlab.host.CommandResult;
import org.ringlab.host.HostSpec;
import org.ringlab.host.Lab;
import org.ringlab.host.LabSpec;
import org.ringlab.host.Profile;

/** The six namespaces of the course: each isolates what it isolates on Linux 6, in the words of util-linux 2.38. */
class NamespacesTest {
    private final Lab lab = lab(Profile.RECORDED);

    private static Lab lab(Profile profile) {
        HostSpec host = new HostSpec("box", false, false, List.of(), List.of());
        return Lab.boot(new LabSpec(
                "namespaces",
                new LabSpec.Title("", ""),
                "",
                "",
                profile,
                List.of(),
                List.of(host),
                List.of(),
                List.of()));
    }

    static Stream<Arguments> recorded() {
        return Stream.of(
                // uts
                row("unshare -u bash -c 'hostname inner; hostname'; hostname", "inner\nbox\n", "", 0),
                row("hostname a.b.c; hostname; hostname -s; uname -n", "a.b.c\na\na.b.c\n", "", 0),
                row("hostname bad_name", "", "hostname: the specified hostname is invalid\n", 1),
                row("echo new > /proc/sys/kernel/hostname; hostname", "new\n", "", 0),
                // pid
                row("unshare -fp sh -c 'echo $$'", "1\n", "", 0),
                row("unshare -p sh -c 'echo $$'", "2001\n", "", 0),
                row(
                        "unshare -p bash -c 'ls -d /; ls -d /; ls -d /'",
                        "/\n",
                        "bash: fork: Cannot allocate memory\n",
                        254),
                row("unshare -p bash -c 'ls -d /; ls -d /'", "/\n/\n", "", 0),
                row("unshare --fork --pid --mount-proc readlink /proc/self", "1\n", "", 0),
                row("unshare -pf readlink /proc/self", "2002\n", "", 0),
                row("unshare -pf --mount-proc bash -c 'kill 1; kill -9 1; echo $$ lives'", "1 lives\n", "", 0),
                // net
                row(
                        "ip netns add x; ip link add v0 netns x type veth peer name v1; ip -n x -br link show v0 | cut -d@ -f1;"
                                + " ip -br link show v1 | cut -d@ -f1",
                        "v0\nv1\n",
                        "",
                        0),
                row(
                        "ip netns add x; ip link add netns x type veth; ip -n x -br link | cut -d' ' -f1",
                        "lo\nveth0@veth1\nveth1@veth0\n",
                        "",
                        0),
                row(
                        "ip netns add x; ip netns add y; ip link add v2 netns x type veth peer name v3 netns y;"
                                + " ip -n y -br link show v3 | cut -d@ -f1",
                        "v3\n",
                        "",
                        0),
                row(
                        "ip netns add y; ip link add br9 netns y type bridge; ip -n y -br link show br9 | cut -d' ' -f1",
                        "br9\n",
                        "",
                        0),
                row(
                        "ip link add d1 netns zz type dummy",
                        "",
                        "Error: argument \"zz\" is wrong: Invalid \"netns\" value\n\n",
                        255),
                row("unshare -pf --mount-proc bash -c 'sleep 1 & ps -ef; ps; echo $PPID'", """
                        UID          PID    PPID  C STIME TTY          TIME CMD
                        root           1       0  0 00:00 pts/0    00:00:00 bash -c sleep 1 & ps -ef; ps; echo $PPID
                        root           2       1  0 00:00 pts/0    00:00:00 sleep 1
                        root           3       1  0 00:00 pts/0    00:00:00 ps -ef
                            PID TTY          TIME CMD
                              1 pts/0    00:00:00 bash
                              2 pts/0    00:00:00 sleep
                              4 pts/0    00:00:00 ps
                        0
                        """, "", 0),
                row("ps -p 99999", "    PID TTY          TIME CMD\n", "", 1),
                row("ps -eo pid,cmd | tail -1", "   2001 ps -eo pid,cmd\n", "", 0),
                row("umount /proc; ps", "", "Error, do this: mount -t proc proc /proc\n", 47),
                // mount
                row(
                        "unshare -m bash -c 'mount -t tmpfs none /mnt; touch /mnt/a; ls /mnt; mount | tail -1'; ls /mnt",
                        "a\nnone on /mnt type tmpfs (rw,relatime)\n",
                        "",
                        0),
                row("mkdir /mnt/b; mount --bind /etc /mnt/b; ls /mnt/b | head -1", "group\n", "", 0),
                row(
                        "mount -o ro -t tmpfs x /mnt; touch /mnt/f; mount -o remount,rw /mnt; touch /mnt/f; ls /mnt",
                        "f\n",
                        "touch: cannot touch '/mnt/f': Read-only file system\n",
                        0),
                row("mount -t tmpfs x /mnt; rm -r /mnt", "", "rm: cannot remove '/mnt': Device or resource busy\n", 1),
                row("umount /mnt", "", "umount: /mnt: not mounted.\n", 32),
                row("umount /nosuch", "", "umount: /nosuch: no mount point specified.\n", 32),
                row("umount /", "", "umount: /: target is busy.\n", 32),
                row("mount -t tmpfs none /nosuch", "", """
                        mount: /nosuch: mount point does not exist.
                               dmesg(1) may have more information after failed mount system call.
                        """, 32),
                row("mount none", "", "mount: none: can't find in /etc/fstab.\n", 1),
                row(
                        "mount --foo",
                        "",
                        "mount: unrecognized option '--foo'\nTry 'mount --help' for more information.\n",
                        1),
                // ipc
                row(
                        "unshare -i bash -c 'ipcmk -Q; ipcs -q | wc -l'; ipcs -q | wc -l",
                        "Message queue id: 0\n5\n4\n",
                        "",
                        0),
                row(
                        "ipcmk -M 1024; ipcmk -S 3; ipcmk -Q; ipcmk -Q",
                        "Shared memory id: 0\nSemaphore id: 0\n" + "Message queue id: 0\nMessage queue id: 1\n",
                        "",
                        0),
                row("ipcmk", "", "ipcmk: bad usage\nTry 'ipcmk --help' for more information.\n", 1),
                row("ipcmk -M abc", "", "ipcmk: failed to parse size: 'abc': Invalid argument\n", 1),
                row("ipcrm -q 99", "", "ipcrm: invalid id (99)\n", 1),
                // user
                row(
                        "unshare -U bash -c 'id; whoami; cat /proc/self/uid_map; hostname x'",
                        "uid=65534(nobody) gid=65534(nogroup) groups=65534(nogroup)\nnobody\n",
                        "hostname: you must be root to change the host name\n",
                        1),
                row(
                        "unshare -Ur bash -c 'id; cat /proc/self/uid_map /proc/self/gid_map /proc/self/setgroups'",
                        """
                        uid=0(root) gid=0(root) groups=0(root)
                                 0          0          1
                                 0          0          1
                        deny
                        """,
                        "",
                        0),
                row("unshare -Ur hostname x", "", "hostname: you must be root to change the host name\n", 1),
                row("unshare -Uru bash -c 'hostname x; hostname'", "x\n", "", 0),
                row("unshare -U --map-user=1000 id", "uid=1000 gid=65534(nogroup) groups=65534(nogroup)\n", "", 0),
                row("unshare -c id", "uid=0(root) gid=0(root) groups=0(root)\n", "", 0),
                row(
                        "unshare -U bash -c 'unshare -u true; echo $?; unshare -U id'",
                        "1\n",
                        "unshare: unshare failed: Operation not permitted\n".repeat(2),
                        1),
                row(
                        "unshare -Ur bash -c 'ip link add d0 type dummy; echo $?; iptables -L; brctl addbr b;"
                                + " echo 1 > /proc/sys/net/ipv4/ip_forward; mount -t tmpfs n /mnt; unshare -n true; echo $?'",
                        "2\n0\n",
                        """
                        RTNETLINK answers: Operation not permitted
                        iptables v1.8.9 (legacy): can't initialize iptables table `filter': Permission denied (you must be root)
                        Perhaps iptables or your kernel needs to be upgraded.
                        add bridge failed: Operation not permitted
                        bash: line 1: echo: write error: Operation not permitted
                        mount: /mnt: permission denied.
                               dmesg(1) may have more information after failed mount system call.
                        """,
                        0),
                row("unshare -Urn bash -c 'ip link add d0 type dummy; ip -o link | wc -l'", "2\n", "", 0),
                row("id -n", "", "id: cannot print only names or real IDs in default format\n", 1),
                row("id nosuch", "", "id: ‘nosuch’: no such user\n", 1),
                row("whoami x", "", "whoami: extra operand ‘x’\nTry 'whoami --help' for more information.\n", 1),
                // mistakes of the programs themselves
                row(
                        "unshare -x",
                        "",
                        "unshare: invalid option -- 'x'\nTry 'unshare --help' for more information.\n",
                        1),
                row("unshare -n nosuch", "", "unshare: failed to execute nosuch: No such file or directory\n", 127),
                row("unshare --propagation foo true", "", "unshare: unsupported propagation mode: foo\n", 1),
                row(
                        "unshare --mount-proc=/nosuch true",
                        "",
                        "unshare: mount /nosuch failed: No such file or directory\n",
                        1),
                row("nsenter true", "", "", 0),
                row("nsenter -n true", "", "nsenter: neither filename nor target pid supplied for ns/net\n", 1),
                row("nsenter -t abc -n true", "", "nsenter: failed to parse pid: 'abc'\n", 1),
                row(
                        "nsenter -t 999999 -n true",
                        "",
                        "nsenter: cannot open /proc/999999/ns/net: No such file or directory\n",
                        1),
                row("nsenter --net=/nosuch true", "", "nsenter: cannot open /nosuch: No such file or directory\n", 1),
                row(
                        "nsenter --net=/etc/passwd true",
                        "",
                        "nsenter: reassociate to namespace 'ns/net' failed: Invalid argument\n",
                        1),
                row(
                        "nsenter --net=/proc/1/ns/uts true",
                        "",
                        "nsenter: reassociate to namespace 'ns/net' failed: Invalid argument\n",
                        1),
                row(
                        "nsenter -t 1 -m -u -i -n -p -U true",
                        "",
                        "nsenter: reassociate to namespace 'ns/user' failed: Invalid argument\n",
                        1),
                row("nsenter -t 1 -a hostname", "box\n", "", 0),
                row("lsns 4026539999", "", "lsns: not found namespace: 4026539999\n", 1),
                row("lsns -t foo", "", "lsns: unknown namespace type: foo\n", 1),
                row("lsns -p 77777", "", "", 0),
                row("cat /proc/self/ns/net", "", "cat: /proc/self/ns/net: Invalid argument\n", 1),
                row("readlink /tmp", "", "", 1),
                row(
                        "ip netns add nn; unshare -Ur nsenter --net=/run/netns/nn true",
                        "",
                        "nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted\n",
                        1),
                row(
                        "ip netns add nn; unshare -Ur ip netns exec nn true",
                        "",
                        "setting the network namespace \"nn\" failed: Operation not permitted\n",
                        255));
    }

    private static Arguments row(String script, String out, String err, int status) {
        return Arguments.of(script, out, err, status);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void printsAndReturns(String script, String out, String err, int status) {
        CommandResult result = lab.run("box", script);
        assertEquals(out, result.stdout());
        assertEquals(err, result.stderr());
        assertEquals(status, result.status());
    }

    @Test
    void aBackgroundProcessKeepsItsNamespacesAndOthersEnterThem() {
        assertEquals("[1] 2001\n", lab.run("box", "unshare -n -u sleep 1000 &").stderr());
        assertEquals("", lab.run("box", "nsenter -t $! -u hostname inner").stderr());
        assertEquals("inner\n", lab.run("box", "nsenter -t $! -a hostname").stdout());
        assertEquals("box\n", lab.run("box", "hostname").stdout());
        assertEquals(
                "1\n", lab.run("box", "nsenter -t $! -n ip -o link | wc -l").stdout());
        lab.run("box", "ip link add x type veth peer name y; ip link set y netns $!");
        assertEquals(
                "1\n",
                lab.run("box", "nsenter -t $! -n ip -o link show y | wc -l").stdout());
        assertEquals("""
                        NS TYPE NPROCS  PID USER    NETNSID NSFS COMMAND
                4026531840 net       3    1 root unassigned      /sbin/init
                4026532178 net       1 2001 root unassigned      sleep 1000
                """, lab.run("box", "lsns -t net").stdout());
        lab.run("box", "kill %1");
        assertEquals("1\n", lab.run("box", "lsns -n -t net | wc -l").stdout());
        assertEquals("1\n", lab.run("box", "ip -o link | wc -l").stdout(), "the cable went with its far end");
    }

    @Test
    void theLastCommandOfAShellStaysInTheBackgroundWithIt() {
        lab.run("box", "unshare -u bash -c 'hostname inner; sleep 1000' &");
        assertEquals("inner\n", lab.run("box", "nsenter -t $! -u hostname").stdout());
        assertEquals("sleep\n", lab.run("box", "ps -o comm= -p $!").stdout());
    }

    @Test
    void whoEntersAProcessNamespaceSeesItsNumbers() {
        lab.run("box", "unshare -pf --mount-proc sleep 1000 &");
        String child = lab.run("box", "ps -C sleep -o pid=").stdout().strip();
        assertEquals("2002", child);
        assertEquals(
                "1\n",
                lab.run("box", "nsenter -t 2002 -p -m ps -o pid= -p 1 | wc -l").stdout());
        assertEquals(
                "    PID COMMAND\n      1 sleep 1000\n      2 ps -eo pid,args\n",
                lab.run("box", "nsenter -t 2002 -a ps -eo pid,args").stdout().replaceAll("\\d ps", "2 ps"));
        assertEquals(
                "NSpid:\t2002\t1\n",
                lab.run("box", "grep NSpid /proc/2002/status").stdout());
        lab.run("box", "kill 2002");
        assertEquals("", lab.run("box", "ps -C sleep -o pid=").stdout(), "number 1 ended, and all with it");
    }

    @Test
    void namespacesHaveNumbersThatTellThemApart() {
        String mine = lab.run("box", "readlink /proc/self/ns/net").stdout();
        assertEquals("net:[4026531840]\n", mine);
        assertEquals(mine, lab.run("box", "readlink /proc/1/ns/net").stdout());
        assertNotEquals(
                mine, lab.run("box", "unshare -n readlink /proc/self/ns/net").stdout());
        assertEquals(
                mine, lab.run("box", "unshare -u readlink /proc/self/ns/net").stdout());
        lab.run("box", "ip netns add red");
        String red =
                lab.run("box", "ip netns exec red readlink /proc/self/ns/net").stdout();
        assertEquals(red, lab.run("box/red", "readlink /proc/self/ns/net").stdout());
        assertEquals(
                red,
                lab.run("box", "nsenter --net=/run/netns/red readlink /proc/self/ns/net")
                        .stdout());
        assertEquals("""
                total 0
                lrwxrwxrwx 1 root root     0 Jan  1 00:00 cgroup -> cgroup:[4026531835]
                lrwxrwxrwx 1 root root     0 Jan  1 00:00 ipc -> ipc:[4026531839]
                """, lab.run("box", "ls -l /proc/self/ns | head -3").stdout());
        assertEquals(
                "ipc\nmnt\nnet\npid\nuser\nuts\n",
                lab(Profile.CENTOS7).run("box", "ls /proc/self/ns").stdout());
    }

    @Test
    void aFileKeepsANamespaceThatNobodyIsIn() {
        lab.run("box", "touch /tmp/uts; unshare --uts=/tmp/uts hostname foo");
        assertEquals("foo\n", lab.run("box", "nsenter --uts=/tmp/uts hostname").stdout());
        assertEquals("box\n", lab.run("box", "umount /tmp/uts; hostname").stdout());
    }

    @Test
    void aNamedNetworkNamespaceLivesOnWhileAProcessIsInIt() {
        lab.run("box", "ip netns add nn; ip netns exec nn sleep 100 &");
        assertEquals("2002\n", lab.run("box", "ip netns pids nn").stdout());
        assertEquals("nn\n", lab.run("box", "ip netns identify $!").stdout());
        lab.run("box", "ip netns del nn");
        assertEquals(
                "1\n", lab.run("box", "nsenter -t $! -n ip -o link | wc -l").stdout());
        assertEquals("", lab.run("box", "ip netns").stdout());
        lab.run("box", "ip netns attach again $!");
        assertEquals("again\n", lab.run("box", "ip netns").stdout());
    }

    @Test
    void sleepersWakeOnTheLabsClock() {
        lab.run("box", "sleep 5 &");
        assertEquals("", lab.run("box", "sleep 4; jobs").stderr());
        assertTrue(lab.run("box", "sleep 1").stderr().contains("Done"));
        lab.run("box", "sleep 60 &");
        assertEquals(
                "Thu Jan  1 00:01:05 UTC 2026\n", lab.run("box", "wait; date").stdout());
    }
}
