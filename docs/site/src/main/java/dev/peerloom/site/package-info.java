/** The documents as a site: links that lead somewhere, and pages without any script. */
@org.jspecify.annotations.NullMarked
package dev.peerloom.site;
