/** Starting sooner: the JVM's cache of loaded classes, made by a node while it runs. */
package dev.peerloom.cli.startup;
