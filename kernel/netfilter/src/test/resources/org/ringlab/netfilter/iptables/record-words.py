#!/usr/bin/python3
"""Records what iptables makes of numbers, ports, names and lists as people type them, into words.jsonl.

Run as root in a network namespace of its own:  unshare -n python3 record-words.py > words.jsonl
Each line: table, arguments, exit status, the rule as iptables-save prints it (null where refused), standard error.
"""
import json
import subprocess

PROGRAM = 'iptables-legacy'


def run(*words):
    return subprocess.run(words, capture_output=True, text=True)


def record(*words, table='filter'):
    done = run(PROGRAM, '-t', table, '-A', 'INPUT', *words)
    rules = [line for line in run(PROGRAM, '-t', table, '-S', 'INPUT').stdout.split('\n') if line.startswith('-A INPUT')]
    run(PROGRAM, '-t', table, '-F', 'INPUT')
    saved = rules[0][len('-A INPUT '):] if done.returncode == 0 and rules else None
    print(json.dumps({'table': table, 'words': words, 'status': done.returncode, 'saved': saved, 'stderr': done.stderr}))


LIMIT = ['5', '5/s', '5x/s', ' 5/s', '+5/day', '010/day', '0x10/day', '-1/s', '0/s', 'x/s', '/s', '5/', '5/s/s', '1/d/d', '1/DAY', '10000/s',
         '10001/s', '2147483648/day', '4294967296/s', '4294967297/s', '9999999999999999999/day']
BYTES = ['16b/s', '15b/s', '1kb/s', '1kb/ss', '5kkb/s', '5gb/s', '10 b/s', '10xb/s', '10KB/s', '5mb', '5kb/second', 'b/s', 'kb/s', '0b/s',
         '0x10b/s', '5b/', '4095mb/s', '4096mb/s', '65535mb/s', '65536mb/s', '1000000/s', '1000001/s', '5/secondx', '4294967296/day']
BURST = ['5', '5kb', '5k', '5kx', '5b', '5 kb', '0x10kb', '010', '+5kb', '-1', '-1kb', '0', '0kb', '08kb', '1e3', '5m', 'kb', '', '1000000',
         '1000001', '1000001b', '400000mb', '99999999999999999999']
PORTS = ['65535', '65536', '131072', '010', '0x10', '-1', '-4294967295', ' 53', '53 ', '+53', 'http', 'nosuch', '99999999999999999999',
         '4294967295', '2147483648', '4294967297', '', ':', '5:3', '1:70000', '4:65536', '65536:3', '65536:65535', '010:', ':0x10']
CLASSES = ['EF', 'EFx', 'ef', 'cs', 'AF1', 'AF41x', 'be', 'BE1', 'CS8', 'CS127', 'af11', ' EF', 'CS0/0']
CARDS = ['42:01:02:03:04:05', '42:1:2:3:4:5', ':::::', '42:01:02:03:04:', '42:01:02:03:04:05:06', ' 42:01:02:03:04:05', '0x42:01:02:03:04:05',
         '100:01:02:03:04:05', '42-01-02-03-04-05', '-1:1:1:1:1:1', '42:01:02:03:04']
CLOCKS = ['01:02', '1:2:3', '-1:00', ' 1:02', '24:00', '01:02:03x', '01:02x', '01:60', ':5', '5:', '5', '4294967297:00', '1:02:60', '1:2:3:4']
DATES = ['2001', '2001-2', '2001-13', '2001-0-0', '2001-02-31', '2001-02-00', '2001-02-03T', '2001-02-03T1', '2001-02-03T1:2', '2001-02-03T24',
         '2001-02-03T1:2:3x', '2001-02-03T1:2:3:4', '1969', '2038-02', '2039', ' 2001', '2001-4294967298', '-1', '+2001', '2001-', '2001-02-', '1970']
ADDRESSES = ['10.1.1.1/10/0', 'nosuch/0', '10.1.1.1/8/255.0.0.0', '10.1.1.1/255.255.255.0/24', '10.1.1.1/', '/8', '10.1', '10.1.1.1/33']
FLAGS = [',FIN', 'FIN,', 'FIN,,SYN', ' FIN', 'fin', 'NONE', 'ALL,FIN', '', ',', 'FIN SYN', 'PSHx']
DAYS = ['1,2', ',1', '1,,2', '1,', 'Mon', 'mon', 'Mo', 'M', 'Monday', '0', '8', '01', 'Mon,Tuesday,3', '', ',', ' 1', '1-3']
NAMES = ['a/b', '.', '..', 'x y', '']

for rate in LIMIT:
    record('-m', 'limit', '--limit', rate)
for rate in LIMIT + BYTES:
    record('-m', 'hashlimit', '--hashlimit-upto', rate, '--hashlimit-name', 'a')
for burst in BURST:
    record('-m', 'limit', '--limit-burst', burst)
    for rate in ('1kb/s', '5/s'):
        record('-m', 'hashlimit', '--hashlimit-upto', rate, '--hashlimit-burst', burst, '--hashlimit-name', 'a')
for mode in (',srcip', 'srcip,', 'srcip,,dstip', '', ',', 'SRCIP', 'none', 'srcip,none', 'dstport,srcport'):
    record('-m', 'hashlimit', '--hashlimit-upto', '5/s', '--hashlimit-mode', mode, '--hashlimit-name', 'a')
for number in ('10,', '0', '', 'x', '5x', '0x10', '4294967296', '-1', '-0', '4294967295', ' 7', '08'):
    record('-m', 'hashlimit', '--hashlimit-upto', '1/s', '--hashlimit-name', 'a', '--hashlimit-rate-match', '--hashlimit-rate-interval', number)
    record('-m', 'hashlimit', '--hashlimit-upto', '1/s', '--hashlimit-name', 'a', '--hashlimit-htable-max', number)
    record('-m', 'mark', '--mark', number)
    record('-m', 'ttl', '--ttl-eq', number)
    record('-m', 'length', '--length', number)
    record('-p', number)
for name in NAMES:
    record('-m', 'hashlimit', '--hashlimit-upto', '5/s', '--hashlimit-name', name)
    record('-m', 'recent', '--name', name, '--set')
record('-m', 'hashlimit', '--hashlimit-upto', '5/s', '--hashlimit', '6/s', '--hashlimit-name', 'a')
for port in PORTS:
    record('-p', 'udp', '--dport', port)
    record('-p', 'tcp', '--sport', port)
    record('-p', 'tcp', '-m', 'multiport', '--dports', port)
    record('-m', 'conntrack', '--ctorigdstport', port)
for ports in ('1, 2', '1,,2', ',1', '1,'):
    record('-p', 'udp', '-m', 'multiport', '--sports', ports)
for name in CLASSES:
    record('-m', 'dscp', '--dscp-class', name)
    record('-j', 'DSCP', '--set-dscp-class', name, table='mangle')
for card in CARDS:
    record('-m', 'mac', '--mac-source', card)
for clock in CLOCKS:
    record('-m', 'time', '--timestart', clock)
for date in DATES:
    record('-m', 'time', '--datestart', date)
    record('-m', 'time', '--datestop', date)
for days in DAYS:
    record('-m', 'time', '--weekdays', days)
    record('-m', 'time', '--monthdays', days)
for address in ADDRESSES:
    record('-s', address)
for flags in FLAGS:
    record('-p', 'tcp', '--tcp-flags', flags, 'SYN')
    record('-p', 'tcp', '--tcp-flags', 'SYN', flags)

ICMP = ['255/0:255', '255/0:', '255/:1', '255/0:255:', '8/0x', '8x', '8/', '/8', '8/256', '256', '8/0:300', 'any', 'any/0', 'ping', 'echo-request/0',
        '255/255', 'nosuch', ' 8', '8/-1', '8:9']
for icmp in ICMP:
    record('-p', 'icmp', '--icmp-type', icmp)
for kinds in ('wrong', 'wrong,', 'LOCAL,wrong', ',LOCAL', 'LOCAL,', '', 'local'):
    record('-m', 'addrtype', '--src-type', kinds)
for states in ('NEW,wrong,ESTABLISHED', ',NEW', 'NEW,', 'new', '', 'NEW,,RELATED', 'NEW ', 'ASSURED,wrong,NONE'):
    record('-m', 'conntrack', '--ctstate', states)
    record('-m', 'conntrack', '--ctstatus', states)
    record('-m', 'state', '--state', states)
for direction in ('REPLY', 'reply', 'wrong', ''):
    record('-m', 'conntrack', '--ctdir', direction)
for ends in ('1.1.1.1-1.1.1.0', '1.1.1.1', '1.1.1.1-', '-1.1.1.1', '1.1.1.1-2', 'nosuch-1.1.1.1', '1.1.1.1-nosuch', '1.1.1.1-1.1.1.2-3'):
    record('-m', 'iprange', '--src-range', ends)
for mask in ('33', '128', '256', '-1', '255.0.0.0', '255.0', '0x10', 'nosuch', '24x', '0', '24', '255.0.255.0', ''):
    record('-m', 'conntrack', '--ctorigsrc', '1.2.3.4/' + mask)
for address in ('1', '1.2', '1.2.3', '0x10.1', '010.1', '256', '4294967295', '4294967296', '1.2.65536', '.1', '1..2', ' 1.2', '1.2 ', '1.2 x',
                '1.2.3.4.', 'no.such', '1.1.1.256', '1.1.1.1-2', ''):
    record('-m', 'conntrack', '--ctorigsrc', address)
    record('-s', address)
for name in ('lo/lo', 'a b', 'averyveryverylongname', '', '+'):
    record('-m', 'physdev', '--physdev-in', name)
    record('-i', name)
for tos in ('0x10/0x3f', '0x65535f', '128xff', '0x10x', 'Minimize-Delay', 'minimize-delay', '0x10/', '16/0xfff'):
    record('-m', 'tos', '--tos', tos)
for ends in ('0:1000-0', ':', '1', '1:', ':1', '::', '1:2:3', 'x', '1x', '-1', '2:1'):
    record('-m', 'connbytes', '--connbytes', ends, '--connbytes-mode', 'packets', '--connbytes-dir', 'both')
for level in ('bad', '8', '7', '-1', 'debug', 'DEBUG', 'warning', 'warn', 'panic', 'emerg', 'error', ''):
    record('-j', 'LOG', '--log-level', level)
record('-m', 'ttl', '--ttl', '-1')
record('-m', 'ttl', '--ttl', '1', '--ttl', '2')
record('-p', 'udp', '--sport', '1', '--sport', '2')
record('-p', 'tcp', '--sport', '1', '--source-port', '2')
record('-m', 'limit', '--limit', '1/s', '--limit', '2/s')
record('-m', 'mark', '--mark', '1', '--mark', 'x')
record('!', '-p', 'tcp', '-m', 'multiport', '--dports', '53')
for verb in ('-P', '-D', '-N', '-S', '-L', '-F', '-Z'):
    record(verb, 'INPUT')
for ports in ('1:', '2x', '1:2:3', '::', '3:4:'):
    record('-p', 'udp', '--sport', ports)
    record('-m', 'conntrack', '--ctorigsrcport', ports)
