/**
 * Widgets for cells: sliders, buttons, progress bars on the page, live objects in Java. A cell imports
 * {@code io.trawl.kernel.api.widget.*} and shows a widget by its name:
 *
 * <pre>{@code
 * var atOnce = IntSlider.of(1, 10).value(3).label("at once");
 * atOnce.onChange(n -> System.out.println(n + " at once"));
 * atOnce
 * }</pre>
 *
 * <p>Each widget is a model of ipywidgets (widget messaging protocol 2.1; {@code reference/widgets.md} §2), so JupyterLab,
 * Notebook and VS Code draw it with what they have. A property is read by its bare name and set by its name with a value;
 * setters answer the widget. All methods may be called from any thread. Changes are gathered: the first goes out at once,
 * those that follow ten times a second, the last always.
 *
 * <p>A widget is an ordinary object before it is shown and after it is closed. The last
 * {@value io.trawl.kernel.api.widget.Widgets#MOST_SHOWN} widgets shown are live on the pages; older ones are closed and
 * become live again when shown again. Where no page draws widgets, and in a run without a front end, a widget is drawn as
 * HTML and text that follow its state.
 *
 * <p>One lock guards the states of all models. It is held while a message is handed to the wire, so that pages see the
 * changes of a model in their order, and never while user code runs.
 */
@NullMarked
package io.trawl.kernel.api.widget;

import org.jspecify.annotations.NullMarked;
