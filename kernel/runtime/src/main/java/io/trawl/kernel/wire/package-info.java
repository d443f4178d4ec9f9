/**
 * The wire: Jupyter's five sockets, signing, framing. The only package that sees JeroMQ, Gson and the types of Jupyter
 * JVM BaseKernel (as continued by jjava-jupyter: connection file and HMAC); the rest of the kernel sees
 * {@link io.trawl.kernel.wire.Request}s and plain maps.
 *
 * <p>Threads: {@code trawl-io} owns shell, control, stdin, IOPub and the receiving end of the wake-up, and blocks in
 * poll; {@code trawl-wake} owns the sending end; {@code trawl-heartbeat} echoes. No other thread touches a socket:
 * a socket used by a thread that is interrupted meanwhile is lost, and cells are interrupted. Others put encoded
 * messages into the {@code Outbox}; output waits there while it is full.
 */
@NullMarked
package io.trawl.kernel.wire;

import org.jspecify.annotations.NullMarked;
