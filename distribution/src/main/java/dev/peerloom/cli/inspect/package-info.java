/** What a plugin declares, read without running any of its code. */
package dev.peerloom.cli.inspect;
