/** The methods for the admin interface, under go-ethereum's names and with its shapes. */
package dev.peerloom.plugin.shh.rpc;
