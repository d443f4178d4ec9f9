package io.trawl.mock;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * What a site with https shows. All but the last are signed by the mock sites' own authority, which nobody trusts but
 * who uses {@link MockSite#trust()}.
 */
public enum Certificate {
    /** For localhost, 127.0.0.1, ::1 and *.example. */
    VALID("valid"),
    /** Ran out in 2020. */
    EXPIRED("expired"),
    /** Of another host. */
    OTHER_HOST("otherhost"),
    /** Signed by itself. */
    SELF_SIGNED("selfsigned");

    /** Protects nothing: the keys are published with this library, and only its own authority vouches for them. */
    private static final char[] OPEN = "mocksite".toCharArray();

    private final String alias;

    Certificate(String alias) {
        this.alias = alias;
    }

    SSLContext server() {
        try {
            KeyStore all = store();
            var one = KeyStore.getInstance("PKCS12");
            one.load(null, OPEN);
            one.setKeyEntry(alias, all.getKey(alias, OPEN), OPEN, all.getCertificateChain(alias));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(one, OPEN);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the mock site's certificates cannot be read: " + e, e);
        }
    }

    static SSLContext trust() {
        try {
            var authority = KeyStore.getInstance("PKCS12");
            authority.load(null, OPEN);
            authority.setCertificateEntry("ca", store().getCertificate("ca"));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authority);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the mock site's certificates cannot be read: " + e, e);
        }
    }

    private static KeyStore store() throws GeneralSecurityException, IOException {
        try (InputStream in = Certificate.class.getResourceAsStream("tls.p12")) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(Objects.requireNonNull(in), OPEN);
            return store;
        }
    }
}
