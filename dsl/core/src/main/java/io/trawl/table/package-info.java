/** Values as rows and columns: Tablesaw tables, grids, CSV and JSONL files. */
@NullMarked
package io.trawl.table;

import org.jspecify.annotations.NullMarked;
