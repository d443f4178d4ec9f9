package io.trawl.engine;

import io.trawl.store.BlockFile;
import io.trawl.store.Found;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** First in, first out: its two ends in the heap, 512 pages each at most, what lies between in blocks of a file. */
final class Line {
    private static final int BLOCK = 512;

    private final BlockFile file;
    private final Deque<Found> head = new ArrayDeque<>(4);
    private final Deque<BlockFile.Block> middle = new ArrayDeque<>(0);
    private List<Found> tail = new ArrayList<>(0);

    Line(BlockFile file) {
        this.file = file;
    }

    void add(Found page) {
        if (middle.isEmpty() && tail.isEmpty() && head.size() < BLOCK) {
            head.add(page);
            return;
        }
        tail.add(page);
        if (tail.size() == BLOCK) {
            middle.add(file.put(write(tail)));
            tail = new ArrayList<>(0);
        }
    }

    @Nullable
    Found poll() {
        if (head.isEmpty()) {
            if (!middle.isEmpty()) {
                head.addAll(read(file.get(middle.poll())));
            } else {
                head.addAll(tail);
                tail = new ArrayList<>(0);
            }
        }
        return head.poll();
    }

    boolean isEmpty() {
        return inHeap() == 0 && middle.isEmpty();
    }

    int inHeap() {
        return head.size() + tail.size();
    }

    private static byte[] write(List<Found> pages) {
        var bytes = new ByteArrayOutputStream(pages.size() * 80);
        try (var out = new DataOutputStream(bytes)) {
            for (Found page : pages) {
                byte[] url = page.url().getBytes(StandardCharsets.UTF_8);
                out.writeInt(page.index());
                out.writeInt(page.depth());
                out.writeBoolean(page.first());
                out.writeInt(url.length);
                out.write(url);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static List<Found> read(byte[] block) {
        var pages = new ArrayList<Found>(BLOCK);
        try (var in = new DataInputStream(new ByteArrayInputStream(block))) {
            while (in.available() > 0) {
                int index = in.readInt();
                int depth = in.readInt();
                boolean first = in.readBoolean();
                pages.add(new Found(
                        index, new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8), depth, first));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }
}
