package org.ringlab.host.export;

/** What every exported script holds, whatever the lab. */
final class ScriptParts {
    /** The beginning; {@code @…@} is filled in. */
    static final String HEAD = """
            #!/usr/bin/env bash
            # The lab @NAME@ on a real Linux: a network namespace for each of its hosts, veth pairs, and one more
            # namespace with a bridge for each of its switches. Written by `ringlab lab export`.
            #
            #   bash lab.sh up                  builds it, afresh if it is there
            #   bash lab.sh on HOST COMMAND...  runs a command on a host
            #   bash lab.sh shell HOST          a shell on a host
            #   bash lab.sh down                takes all of it away
            #
            # hosts: @HOSTNAMES@
            #
            # Needs root and bash, iproute2, iptables, util-linux, procps; python3 for services; net-tools, bridge-utils, kmod
            # where the lab's own lines use them. In a host /etc is a copy-on-write layer, /tmp and /root are its own: what is
            # written there stays in the lab. Kernel and programs are this machine's (the lab's profile: @PROFILE@).
            #
            # shellcheck disable=SC2016,SC2317  # what is for the shell inside stays as it is; not every lab calls every function
            set -euo pipefail

            PREFIX=${PREFIX:-lab-}
            STATE=/run/ringlab/$PREFIX
            HOSTS=(@HOSTS@)
            export REDIRECTS=@REDIRECTS@ # whether hosts tell, and are told, of shorter ways
            """;

    /** The functions that {@code up} is written in. */
    static final String FUNCTIONS = """

            # enter HOST[/NAMESPACE] COMMAND...
            enter() {
              local where=$1 host=${1%%/*}
              shift
              if [[ $where == */* ]]; then
                set -- ip netns exec "${where#*/}" "$@"
              fi
              nsenter --net="/run/netns/$PREFIX$host" --mount="$STATE/$host/namespace" -- "$@"
            }

            # prepare: a private place for what a lab needs, and the namespace of its switches
            prepare() {
              if [[ $EUID -ne 0 ]]; then
                echo "lab: only root can make network namespaces" >&2
                exit 1
              fi
              mkdir -p "$STATE"
              mount -t tmpfs -o mode=755 tmpfs "$STATE"
              mount --make-private "$STATE"
              : > "$STATE/pids"
              write_server
              ip netns add "${PREFIX}wire"
              plain_settings ip netns exec "${PREFIX}wire"
            }

            # plain_settings COMMAND...: what differs from one distribution to the next
            plain_settings() {
              "$@" bash -c '
                for line in ipv6/conf/all/disable_ipv6=1 ipv6/conf/default/disable_ipv6=1 ipv4/ip_forward=0 \\
                    ipv4/conf/all/rp_filter=0 ipv4/conf/default/rp_filter=0 \\
                    ipv4/conf/{all,default}/{send,accept}_redirects=$REDIRECTS ipv4/icmp_ratemask=0 bridge/bridge-nf-call-iptables=0; do
                  if [[ -w /proc/sys/net/${line%=*} ]]; then echo "${line#*=}" > "/proc/sys/net/${line%=*}"; fi
                done'
            }

            # switch BRIDGE
            switch() {
              ip -n "${PREFIX}wire" link add "$1" type bridge mcast_snooping 0 forward_delay 0 stp_state 0
              ip -n "${PREFIX}wire" link set "$1" up
            }

            # host HOST: its namespace, and files of its own
            host() {
              local own=$STATE/$1
              mkdir -p "$own/etc" "$own/work" "$own/tmp" "$own/root"
              : > "$own/namespace"
              ip netns add "$PREFIX$1"
              nsenter --net="/run/netns/$PREFIX$1" unshare --mount="$own/namespace" --propagation=slave bash -c '
                mount -t sysfs sysfs /sys
                mount -t tmpfs tmpfs /run/netns
                mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/etc,workdir=$1/work" /etc
                mount --bind "$1/root" /root
                mount --bind "$1/tmp" /tmp' lab "$own"
              plain_settings enter "$1"
              enter "$1" ip link set lo up
            }

            # card HOST NAME PORT BRIDGE MAC MTU
            card() {
              ip -n "${PREFIX}wire" link add "$3" mtu "$6" type veth peer name "$2" address "$5" mtu "$6" netns "$PREFIX$1"
              ip -n "${PREFIX}wire" link set "$3" master "$4" up
            }

            # setting HOST NAME VALUE
            setting() {
              enter "$1" bash -c 'echo "$2" > "/proc/sys/$1"' lab "$2" "$3"
            }

            # typed HOST[/NAMESPACE]: the lines of standard input; one that fails stops nothing, as on a terminal
            typed() {
              local lines
              lines=$(cat)
              enter "$1" bash -c "$lines" < /dev/null || true
            }

            # serve HOST[/NAMESPACE] KIND ADDRESS PORT [WORD...]
            serve() {
              local log
              log=$(mktemp "$STATE/service.XXXXXX")
              enter "$1" setsid python3 "$STATE/serve.py" "${@:2}" < /dev/null > "$log" 2>&1 &
              echo $! >> "$STATE/pids"
              for ((i = 0; i < 100; i++)); do
                if [[ -s $log ]]; then break; fi
                sleep 0.05
              done
              if ! grep -q '^listening' "$log"; then
                echo "lab: $2 on $1, port $4, did not start: $(tail -n 1 "$log")" >&2
              fi
            }

            # down: ends what `up` began; finds nothing to do where nothing is left
            down() {
              local pid name
              if [[ -e $STATE/pids ]]; then
                while read -r pid; do
                  kill "$pid" 2> /dev/null || true
                done < "$STATE/pids"
              fi
              for name in "${HOSTS[@]}"; do
                umount "$STATE/$name/namespace" 2> /dev/null || true
                ip netns del "$PREFIX$name" 2> /dev/null || true
              done
              ip netns del "${PREFIX}wire" 2> /dev/null || true
              if mountpoint -q "$STATE"; then umount -l "$STATE"; fi
              if [[ -d $STATE ]]; then rmdir "$STATE"; fi
              rmdir /run/ringlab 2> /dev/null || true
            }

            write_server() {
              cat > "$STATE/serve.py" <<'PYTHON'
            import socket, struct, sys, threading

            kind, address, port, words = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]


            def echo(s):
                while data := s.recv(65536):
                    s.sendall(data)


            def http(s):
                if s.recv(65536):
                    body = words[0].encode()
                    head = "HTTP/1.1 200 OK\\r\\nContent-Length: %d\\r\\nConnection: close\\r\\n\\r\\n" % len(body)
                    s.sendall(head.encode() + body)


            def ftp(s):
                def say(line):
                    s.sendall((line + "\\r\\n").encode())

                say("220 ready")
                passive = active = None
                for line in s.makefile("r", errors="replace"):
                    verb, _, rest = line.strip().partition(" ")
                    verb = verb.upper()
                    if verb == "USER":
                        say("331 any password")
                    elif verb == "PASS":
                        say("230 ok")
                    elif verb == "PASV":
                        passive = socket.create_server((s.getsockname()[0], 0))
                        me, p = passive.getsockname()
                        say("227 Entering Passive Mode (%s,%d,%d)" % (me.replace(".", ","), p >> 8, p & 255))
                    elif verb == "PORT":
                        n = rest.split(",")
                        active = (".".join(n[:4]), int(n[4]) * 256 + int(n[5]))
                        say("200 ok")
                    elif verb in ("LIST", "NLST"):
                        try:
                            if active:
                                data = socket.create_connection(active, 5, (s.getsockname()[0], 20))
                            else:
                                data = passive.accept()[0]
                        except OSError:
                            say("425 cannot open data connection")
                            continue
                        say("150 here it comes")
                        data.sendall(b"-rw-r--r-- 1 0 0 4 readme.txt\\r\\n")
                        data.close()
                        say("226 done")
                    elif verb == "QUIT":
                        say("221 bye")
                        return
                    else:
                        say("502 no")


            def dns(query):
                end, labels = 12, []
                while query[end]:
                    labels.append(query[end + 1:end + 1 + query[end]].decode())
                    end += 1 + query[end]
                found = [a for a in dict(w.split("=", 1) for w in words).get(".".join(labels), "").split(",") if a]
                head = query[:2] + struct.pack("!HHHHH", 0x8180 if found else 0x8183, 1, len(found), 0, 0)
                answers = (b"\\xc0\\x0c" + struct.pack("!HHIH", 1, 1, 60, 4) + socket.inet_aton(a) for a in found)
                return head + query[12:end + 5] + b"".join(answers)


            def session(s):
                with s:
                    try:
                        {"tcp": echo, "http": http, "ftp": ftp}[kind](s)
                    except OSError:
                        pass


            if kind in ("udp", "dns"):
                u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                u.bind((address, port))
                print("listening", flush=True)
                while True:
                    data, client = u.recvfrom(65536)
                    try:
                        u.sendto(dns(data) if kind == "dns" else data, client)
                    except (OSError, IndexError, UnicodeError):
                        pass
            else:
                server = socket.create_server((address, port))
                print("listening", flush=True)
                while True:
                    threading.Thread(target=session, args=(server.accept()[0],), daemon=True).start()
            PYTHON
            }
            """;

    /** Rules that stand for what older kernels do by themselves. */
    static final String HELPER_RULES = """
            # kernels of today give a connection its helper by a rule only
            iptables -t raw -A PREROUTING -p tcp --dport 21 -j CT --helper ftp
            iptables -t raw -A OUTPUT -p tcp --dport 21 -j CT --helper ftp
            """;

    /** The end: what the words behind the script's name do. */
    static final String VERBS = """

            case ${1:-} in
              up) up ;;
              down) down ;;
              on) enter "${2:?on which host?}" "${@:3}" ;;
              shell) enter "${2:?on which host?}" bash ;;
              *)
                echo "usage: $0 up | down | on HOST COMMAND... | shell HOST" >&2
                exit 2
                ;;
            esac
            """;

    private ScriptParts() {}
}
