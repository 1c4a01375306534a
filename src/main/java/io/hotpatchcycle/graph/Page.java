package io.hotpatchcycle.graph;

import java.util.List;

/**
 * A page of items.
 *
 * @param items null where the answer has no list of them
 * @param more  whether it says that there is another page
 * @param link  to that; null where it is not a text
 */
record Page<T>(List<T> items, boolean more, String link) {
}
