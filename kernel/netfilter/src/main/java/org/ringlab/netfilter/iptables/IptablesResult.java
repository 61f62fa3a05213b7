package org.ringlab.netfilter.iptables;

/**
 * What a run of {@code iptables}, {@code iptables-save} or {@code iptables-restore} leaves behind.
 *
 * @param status 0 done, 1 the kernel refused, 2 wrong words, 3 no such table
 * @param stdout what it printed
 * @param stderr what it complained
 */
public record IptablesResult(int status, String stdout, String stderr) {}
