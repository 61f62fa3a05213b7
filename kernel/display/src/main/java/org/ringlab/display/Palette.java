package org.ringlab.display;

/**
 * Colours and fonts of drawings. A drawing brings its own light card, so that it reads alike on light and dark pages
 * and in a saved notebook; all text on it has a contrast of at least 4.5.
 */
final class Palette {
    static final String CARD = "#ffffff";
    static final String EDGE = "#c9ced6";
    static final String INK = "#1c2430";
    static final String SOFT = "#5a6472";
    static final String PANEL = "#f3f5f8";
    static final String CABLE = "#8a94a3";
    static final String ON = "#176f3c";
    static final String OFF = "#6b7280";
    static final String PATH = "#1f5fc4";
    static final String ANSWER = "#8a4d00";
    static final String BAD = "#c01f2e";
    static final String BAD_PANEL = "#fdecee";
    static final String PATH_PANEL = "#e8f0fd";

    /** Latin first, then a Chinese face of each system. */
    static final String SANS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'PingFang SC', 'Microsoft YaHei',"
            + " 'Noto Sans CJK SC', 'Source Han Sans SC', 'WenQuanYi Micro Hei', sans-serif";

    static final String MONO = "ui-monospace, 'SF Mono', Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC',"
            + " 'PingFang SC', 'Microsoft YaHei', monospace";

    private Palette() {}
}
