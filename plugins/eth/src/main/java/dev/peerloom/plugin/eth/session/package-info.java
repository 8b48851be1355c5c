/** One peer's session: status exchange, answers, requests of our own. */
package dev.peerloom.plugin.eth.session;
