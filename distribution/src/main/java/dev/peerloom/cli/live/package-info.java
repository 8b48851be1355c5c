/** What is shown of a running node while one looks: its messages as they pass, and its load. */
package dev.peerloom.cli.live;
