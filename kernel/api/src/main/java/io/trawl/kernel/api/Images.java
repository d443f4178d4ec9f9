package io.trawl.kernel.api;

import java.awt.Image;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** Pictures as bundles. */
final class Images {

    private static final int MOST_BYTES = 8 << 20;

    private Images() {}

    /** As PNG, scaled down where a side is longer than {@code longest}. */
    static Bundle png(RenderedImage image, int longest) {
        int width = image.getWidth();
        int height = image.getHeight();
        double scale = Math.min(1.0, (double) longest / Math.max(width, height));
        int w = Math.max(1, (int) Math.round(width * scale));
        int h = Math.max(1, (int) Math.round(height * scale));
        String name = image instanceof BufferedImage ? "BufferedImage " : "image ";
        String text = name + width + " × " + height + (scale < 1 ? ", shown as " + w + " × " + h : "");
        RenderedImage shown = scale < 1 ? scaled(image, w, h) : image;
        var bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(shown, "png", bytes)
                    && !ImageIO.write(converted(shown, BufferedImage.TYPE_INT_ARGB), "png", bytes)) {
                return Bundle.text(text + " (the JDK cannot write it as PNG)");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bundle(text, "image/png", bytes.toByteArray(), w, h);
    }

    private static BufferedImage scaled(RenderedImage image, int w, int h) {
        var all = converted(image, BufferedImage.TYPE_INT_ARGB);
        var small = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB);
        var pen = small.createGraphics();
        pen.drawImage(all.getScaledInstance(w, h, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        pen.dispose();
        return small;
    }

    private static BufferedImage converted(RenderedImage image, int type) {
        var copy = new BufferedImage(image.getWidth(), image.getHeight(), type);
        var pen = copy.createGraphics();
        pen.drawRenderedImage(image, new java.awt.geom.AffineTransform());
        pen.dispose();
        return copy;
    }

    /** The MIME type that the first bytes of a picture tell; null for anything else. */
    static @Nullable String typeOf(byte[] b) {
        if (starts(b, 0x89, 'P', 'N', 'G', 0x0D, 0x0A, 0x1A, 0x0A)) {
            return "image/png";
        }
        if (starts(b, 0xFF, 0xD8, 0xFF)) {
            return "image/jpeg";
        }
        if (starts(b, 'G', 'I', 'F', '8')) {
            return "image/gif";
        }
        boolean webp = starts(b, 'R', 'I', 'F', 'F') && b.length > 12 && b[8] == 'W' && b[9] == 'E' && b[10] == 'B';
        return webp ? "image/webp" : null;
    }

    private static boolean starts(byte[] bytes, int... with) {
        if (bytes.length < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if ((bytes[i] & 0xFF) != with[i]) {
                return false;
            }
        }
        return true;
    }

    /** Encoded bytes as they are; too many of them are only described. */
    static Bundle encoded(byte[] bytes, String mime) {
        String text = mime + ", " + String.format(java.util.Locale.ROOT, "%,d bytes", bytes.length);
        return bundle(text, mime, bytes, 0, 0);
    }

    private static Bundle bundle(String text, String mime, byte[] bytes, int width, int height) {
        if (bytes.length > MOST_BYTES) {
            return Bundle.text(text + " (larger than 8 MB: not shown)");
        }
        Bundle bundle = Bundle.text(text).with(mime, Base64.getEncoder().encodeToString(bytes));
        return width == 0 ? bundle : bundle.withMetadata(mime, Map.of("width", width, "height", height));
    }
}
