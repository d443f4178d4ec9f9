package io.trawl.mock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A content coding, applied as it should be: {@code s.coding("/page", Coding.BROTLI)}. Brotli and Zstandard are written
 * without compressing, which is as valid, and all that it takes to see whether a client can read them.
 */
public enum Coding {
    GZIP("gzip"),
    /** With zlib's frame, as RFC 9110 has it. */
    DEFLATE("deflate"),
    /** Without it, as many servers do. */
    DEFLATE_RAW("deflate"),
    /** RFC 7932. */
    BROTLI("br"),
    /** RFC 8878. */
    ZSTD("zstd");

    private static final int BLOCK = 65_536;

    /** What Content-Encoding says. */
    final String token;

    Coding(String token) {
        this.token = token;
    }

    byte[] encode(byte[] plain) {
        var out = new ByteArrayOutputStream(plain.length + 32);
        try {
            switch (this) {
                case GZIP -> through(new GZIPOutputStream(out), plain);
                case DEFLATE -> through(new DeflaterOutputStream(out), plain);
                case DEFLATE_RAW -> through(new DeflaterOutputStream(out, new Deflater(-1, true)), plain);
                case BROTLI -> brotli(plain, out);
                case ZSTD -> zstd(plain, out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void through(OutputStream coder, byte[] plain) throws IOException {
        try (coder) {
            coder.write(plain);
        }
    }

    /** Window of 64 kB (one bit 0), uncompressed meta-blocks (section 9.2), an empty last one. */
    private static void brotli(byte[] plain, ByteArrayOutputStream out) {
        for (int from = 0; from < plain.length; from += BLOCK) {
            int size = Math.min(BLOCK, plain.length - from);
            // ISLAST 0, MNIBBLES 4, the length less one in 16 bits, ISUNCOMPRESSED 1; the first after WBITS.
            int header = (size - 1) << 3 | 1 << 19;
            int bits = 20;
            if (from == 0) {
                header <<= 1;
                bits++;
            }
            for (int i = 0; i < bits; i += 8) {
                out.write(header >>> i);
            }
            out.write(plain, from, size);
        }
        // ISLAST and ISLASTEMPTY; after WBITS where nothing came before.
        out.write(plain.length == 0 ? 6 : 3);
    }

    /** A frame with its content's size in four bytes (section 3.1.1.1), raw blocks. */
    private static void zstd(byte[] plain, ByteArrayOutputStream out) {
        little(0xFD2FB528, 4, out);
        out.write(0xA0);
        little(plain.length, 4, out);
        int from = 0;
        do {
            int size = Math.min(BLOCK, plain.length - from);
            boolean last = from + size == plain.length;
            little(size << 3 | (last ? 1 : 0), 3, out);
            out.writeBytes(Arrays.copyOfRange(plain, from, from + size));
            from += size;
        } while (from < plain.length);
    }

    private static void little(int value, int bytes, ByteArrayOutputStream out) {
        for (int i = 0; i < bytes; i++) {
            out.write(value >>> 8 * i);
        }
    }
}
