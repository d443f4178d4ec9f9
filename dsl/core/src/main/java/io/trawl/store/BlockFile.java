package io.trawl.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Blocks of bytes put away and read back: what does not fit in the heap. Not thread-safe. */
public final class BlockFile implements AutoCloseable {

    /** Where a block stands. */
    public record Block(long at, int length) {}

    private final Path folder;
    private @Nullable FileChannel file;
    private long end;

    /** @param folder where the file is made once it is needed */
    public BlockFile(Path folder) {
        this.folder = folder;
    }

    public Block put(byte[] bytes) {
        try {
            if (file == null) {
                file = Scratch.open(folder, "frontier");
            }
            var block = new Block(end, bytes.length);
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                end += file.write(buffer, end);
            }
            return block;
        } catch (IOException e) {
            throw new UncheckedIOException("no room for the URLs that wait: " + folder, e);
        }
    }

    public byte[] get(Block block) {
        try {
            var buffer = ByteBuffer.allocate(block.length());
            while (buffer.hasRemaining()) {
                if (file == null || file.read(buffer, block.at() + buffer.position()) < 0) {
                    throw new IOException("the file of waiting URLs is cut short");
                }
            }
            return buffer.array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Scratch.close(file);
    }
}
