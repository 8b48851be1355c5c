/** What an envelope carries once it is decrypted: payload, padding, signature. */
package dev.peerloom.plugin.shh.message;
