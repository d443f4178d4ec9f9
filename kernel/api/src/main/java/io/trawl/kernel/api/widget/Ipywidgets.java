package io.trawl.kernel.api.widget;

/**
 * The generation of ipywidgets that the front end has. Nothing in the protocol tells it to a kernel; every front end of
 * today has 8. {@code TRAWL_IPYWIDGETS=7} in the kernel's environment is for older ones.
 */
enum Ipywidgets {
    V7("1.2.0", "1.5.0"),
    V8("2.0.0", "2.0.0");

    private static final String SETTING = "TRAWL_IPYWIDGETS";

    private final String base;
    private final String controls;

    Ipywidgets(String base, String controls) {
        this.base = base;
        this.controls = controls;
    }

    static Ipywidgets ofEnvironment() {
        return "7".equals(System.getenv(SETTING)) ? V7 : V8;
    }

    String of(String module) {
        return switch (module) {
            case "@jupyter-widgets/base" -> base;
            case "@jupyter-widgets/controls" -> controls;
            default -> "1.0.0";
        };
    }
}
