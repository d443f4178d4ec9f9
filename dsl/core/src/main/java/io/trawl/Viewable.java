package io.trawl;

/** Something that can draw itself. */
public interface Viewable {

    /** A neutral picture of it as it is now. Cheap, never blocks, never starts anything. */
    View view();
}
