/** Three nodes in one process that show what a node does. */
package dev.peerloom.cli.demo;
