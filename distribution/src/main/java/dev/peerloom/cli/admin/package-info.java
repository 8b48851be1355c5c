/** What the admin interface can do: the methods, and the shapes of what they answer. */
package dev.peerloom.cli.admin;
