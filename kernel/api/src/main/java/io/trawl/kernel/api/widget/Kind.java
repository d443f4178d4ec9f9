package io.trawl.kernel.api.widget;

import java.util.Map;

/** Which class of which JavaScript module a model and its view are (ipywidgets, "Jupyter widget JavaScript models"). */
record Kind(String module, String name, String viewModule, String view) {

    private static final String BASE = "@jupyter-widgets/base";
    private static final String CONTROLS = "@jupyter-widgets/controls";
    private static final String OUTPUT = "@jupyter-widgets/output";

    static Kind layout() {
        return new Kind(BASE, "LayoutModel", BASE, "LayoutView");
    }

    /** {@code Description} is what both generations know for a control without a style of its own. */
    static Kind style(String name) {
        return new Kind(CONTROLS, name + "StyleModel", BASE, "StyleView");
    }

    static Kind control(String name) {
        return control(name, name);
    }

    static Kind control(String name, String view) {
        return new Kind(CONTROLS, name + "Model", CONTROLS, view + "View");
    }

    static Kind output() {
        return new Kind(OUTPUT, "OutputModel", OUTPUT, "OutputView");
    }

    /** The six keys that every state carries. */
    Map<String, Object> identity(Ipywidgets version) {
        return Map.of(
                "_model_module", module,
                "_model_module_version", moduleVersion(version),
                "_model_name", name,
                "_view_module", viewModule,
                "_view_module_version", version.of(viewModule),
                "_view_name", view);
    }

    String moduleVersion(Ipywidgets version) {
        return version.of(module);
    }
}
