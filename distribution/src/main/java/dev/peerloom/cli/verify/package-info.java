/**
 * Whether a plugin is fit to be run: what can be read of it, then what it does in a real node.
 *
 * <p>{@code Verifier} runs the checks that only read ({@code StaticCheck}) and starts {@code
 * TrialMain} in a process of its own, in which the plugin's code runs: a plugin that ends the
 * process, or never comes back, is a line in the report. {@code Trial} does one step after the
 * other; {@code Fuzz} sends the messages.
 */
package dev.peerloom.cli.verify;
