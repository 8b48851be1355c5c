// The dialogs. Escape and Cancel close them; what goes wrong is said inside.

import { byId, el, focusPanel, say } from "./dom.js";

export class Dialog {
  #dialog;
  #form;
  #submit = null;
  #panel = null;

  constructor(name) {
    this.#dialog = byId(name + "-dialog");
    this.#form = this.#dialog.querySelector("form");
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    // What it was opened from may be gone.
    this.#dialog.addEventListener("close", () => focusPanel(this.#panel));
    this.#form.querySelector("button[value=cancel]").addEventListener("click", () => this.#dialog.close());
  }

  get isOpen() {
    return this.#dialog.open;
  }

  /** Opens it; submit() does what it is for, and throws what is said. */
  open(submit, wrong = "") {
    this.#submit = submit;
    say(this.#form.querySelector(".wrong"), wrong);
    if (!this.#dialog.open) {
      this.#panel = document.activeElement?.closest(".panel");
      this.#dialog.showModal();
    }
  }

  close() {
    this.#dialog.close();
  }

  async #send() {
    const button = this.#form.querySelector("button[type=submit]");
    if (button.disabled) {
      return;
    }
    const wrong = this.#form.querySelector(".wrong");
    say(wrong, "");
    button.disabled = true;
    try {
      await this.#submit();
      this.#dialog.close();
    } catch (error) {
      say(wrong, error.message);
    } finally {
      button.disabled = false;
    }
  }
}

/** Buttons that put a text into a field. */
export function choices(box, field, texts) {
  box.replaceChildren(
    ...texts.map(([label, text]) =>
      el("button", {
        type: "button",
        class: "small",
        textContent: label,
        onclick: () => {
          field.value = text;
          field.focus();
        },
      }),
    ),
  );
  box.hidden = texts.length === 0;
}
