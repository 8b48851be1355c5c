/** What a plugin is tested with. */
package dev.peerloom.testkit;
