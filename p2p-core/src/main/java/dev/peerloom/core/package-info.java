/** Building and running a devp2p node inside a program. */
package dev.peerloom.core;
