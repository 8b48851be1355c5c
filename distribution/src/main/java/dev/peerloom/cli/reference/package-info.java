/** What the programs say of themselves, as documents: for the documentation site. */
package dev.peerloom.cli.reference;
