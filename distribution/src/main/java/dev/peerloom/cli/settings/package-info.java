/**
 * What the operator asked for: options, environment variables and the configuration file, put
 * together into checked values that remember where they came from.
 */
package dev.peerloom.cli.settings;
