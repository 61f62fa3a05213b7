package org.ringlab.netfilter.iptables;

/** Which release's texts are spoken. */
public enum Profile {
    /** iptables 1.8.9, the legacy variant: what the recorded outcomes come from. */
    RECORDED("v1.8.9 (legacy)", "v1.8.9"),
    /** iptables 1.4.21, as on CentOS 7. */
    CENTOS7("v1.4.21", "v1.4.21");

    private final String banner;
    private final String version;

    Profile(String banner, String version) {
        this.banner = banner;
        this.version = version;
    }

    /** The version as errors name it. */
    String banner() {
        return banner;
    }

    /** The version as {@code iptables-save} names it. */
    String version() {
        return version;
    }
}
