/**
 * A plugin that is being written: loaded from what the compiler wrote, and again at every change.
 */
package dev.peerloom.cli.dev;
