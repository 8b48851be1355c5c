/** Whom to dial and when. */
package dev.peerloom.core.dial;
