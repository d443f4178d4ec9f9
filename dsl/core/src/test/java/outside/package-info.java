/** Code of somebody else's, as the engine sees a user's. */
@NullMarked
package outside;

import org.jspecify.annotations.NullMarked;
