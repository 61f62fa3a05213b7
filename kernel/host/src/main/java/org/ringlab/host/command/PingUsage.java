package org.ringlab.host.command;

/** What ping prints where it isn't used as it should be. */
final class PingUsage {
    private static final String NEW = """

            Usage
              ping [options] <destination>

            Options:
              <destination>      dns name or ip address
              -a                 use audible ping
              -A                 use adaptive ping
              -B                 sticky source address
              -c <count>         stop after <count> replies
              -C                 call connect() syscall on socket creation
              -D                 print timestamps
              -d                 use SO_DEBUG socket option
              -e <identifier>    define identifier for ping session, default is random for
                                 SOCK_RAW and kernel defined for SOCK_DGRAM
                                 Imply using SOCK_RAW (for IPv4 only for identifier 0)
              -f                 flood ping
              -h                 print help and exit
              -I <interface>     either interface name or address
              -i <interval>      seconds between sending each packet
              -L                 suppress loopback of multicast packets
              -l <preload>       send <preload> number of packages while waiting replies
              -m <mark>          tag the packets going out
              -M <pmtud opt>     define mtu discovery, can be one of <do|dont|want>
              -n                 no dns name resolution
              -O                 report outstanding replies
              -p <pattern>       contents of padding byte
              -q                 quiet output
              -Q <tclass>        use quality of service <tclass> bits
              -s <size>          use <size> as number of data bytes to be sent
              -S <size>          use <size> as SO_SNDBUF socket option value
              -t <ttl>           define time to live
              -U                 print user-to-user latency
              -v                 verbose output
              -V                 print version and exit
              -w <deadline>      reply wait <deadline> in seconds
              -W <timeout>       time to wait for response

            IPv4 options:
              -4                 use IPv4
              -b                 allow pinging broadcast
              -R                 record route
              -T <timestamp>     define timestamp, can be one of <tsonly|tsandaddr|tsprespec>

            IPv6 options:
              -6                 use IPv6
              -F <flowlabel>     define flow label, default is random
              -N <nodeinfo opt>  use icmp6 node info query, try <help> as argument

            For more details see ping(8).
            """;

    /** iputils s20160308, which CentOS 7 has. */
    private static final String OLD = """
            Usage: ping [-aAbBdDfhLnOqrRUvV64] [-c count] [-i interval] [-I interface]
                        [-m mark] [-M pmtudisc_option] [-l preload] [-p pattern] [-Q tos]
                        [-s packetsize] [-S sndbuf] [-t ttl] [-T timestamp_option]
                        [-w deadline] [-W timeout] [hop1 ...] destination
            Usage: ping -6 [-aAbBdDfhLnOqrRUvV] [-c count] [-i interval] [-I interface]
                         [-l preload] [-m mark] [-M pmtudisc_option]
                         [-N nodeinfo_option] [-p pattern] [-Q tclass] [-s packetsize]
                         [-S sndbuf] [-t ttl] [-T timestamp_option] [-w deadline]
                         [-W timeout] destination
            """;

    private PingUsage() {}

    static String of(boolean old) {
        return old ? OLD : NEW;
    }
}
