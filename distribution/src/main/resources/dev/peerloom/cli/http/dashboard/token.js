// The token of the admin interface: kept by this tab alone, and never part of an address.

const KEY = "peerloom.token";

export const stored = () => sessionStorage.getItem(KEY);
export const store = (token) => sessionStorage.setItem(KEY, token);
export const forget = () => sessionStorage.removeItem(KEY);

/** Whether it can be one at all: printable and without blanks. */
export const possible = (token) => /^[!-~]+$/.test(token);

/** The subprotocols to ask for: a page can give a WebSocket no header with the token. */
export function subprotocols(token) {
  if (!token) {
    return ["peerloom"];
  }
  const base64 = btoa(token).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return ["peerloom", "peerloom.bearer." + base64];
}
