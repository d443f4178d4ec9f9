package io.trawl.kernel.wire;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;

/** The file by which a front end says where the kernel must listen, and the key that signs messages. */
public final class ConnectionFile {

    private final KernelConnectionProperties properties;

    private ConnectionFile(KernelConnectionProperties properties) {
        this.properties = properties;
    }

    /**
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is no connection file, or of a transport that is not spoken
     */
    public static ConnectionFile read(Path file) throws IOException {
        KernelConnectionProperties properties;
        try {
            properties = KernelConnectionProperties.parse(Files.readString(file));
        } catch (JsonParseException e) {
            throw new IllegalArgumentException(file + " is not a connection file: " + e.getMessage(), e);
        }
        if (properties == null || !"tcp".equals(properties.getTransport())) {
            throw new IllegalArgumentException(file + ": only the transport tcp is spoken");
        }
        return new ConnectionFile(properties);
    }

    KernelConnectionProperties properties() {
        return properties;
    }

    String address(int port) {
        return "tcp://" + properties.getIp() + ":" + port;
    }
}
