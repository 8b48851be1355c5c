package dev.peerloom.core.plugin;

import dev.peerloom.core.PluginTrust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Lets in the plugins that the operator trusts. Stateless. */
final class TrustGate {
    private final PluginTrust trust;

    TrustGate(PluginTrust trust) {
        this.trust = trust;
    }

    /**
     * Checks a plugin by the copies that its classes would come from.
     *
     * @param file the jar or the folder, which the signature lies beside
     * @param copies the jars' names, each with its copy
     * @return empty if it is let in, otherwise why not and what to do
     */
    Optional<String> refuse(Path file, Map<String, Path> copies) throws IOException {
        if (!trust.on()) {
            return Optional.empty();
        }
        SignedContent content = SignedContent.ofCopies(Files.isDirectory(file), copies);
        String sum = content.sum();
        if (trust.sums().contains(sum) || content.signer(file, trust.keys()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                file
                        + " is not trusted: its SHA-256 sum "
                        + sum
                        + " is not allowed, and "
                        + signature(file)
                        + "; if you trust it, "
                        + (trust.keys().isEmpty() ? "" : "sign it, or ")
                        + "allow it with --plugin-allow "
                        + sum);
    }

    private String signature(Path file) throws IOException {
        Path signature = SignedContent.signatureFile(file);
        if (trust.keys().isEmpty()) {
            return "there is no key to trust signatures of";
        }
        if (!Files.exists(signature)) {
            return "there is no signature " + signature;
        }
        return Files.size(signature) == dev.peerloom.core.PluginKey.SIGNATURE_LENGTH
                ? "its signature is not by a trusted key, or not of this content"
                : "its signature is damaged: it has " + Files.size(signature) + " bytes, not 64";
    }
}
