/**
 * Runs a notebook or a script on the kernel's engine, in this process and without Python: {@link
 * io.trawl.notebook.run.Main} is the command line. The outputs are collected as a Jupyter client would (nbformat 4.5),
 * shown in the terminal as they come, and written as an executed notebook and a page.
 */
@NullMarked
package io.trawl.notebook.run;

import org.jspecify.annotations.NullMarked;
