// The few things that every panel does with the document. Text is always set as text: what a peer
// calls itself can never become markup.

export const byId = (id) => document.getElementById(id);

/** An element with listeners (onclick), properties or attributes, and children. */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2), value);
    } else if (name in element) {
      element[name] = value;
    } else {
      element.setAttribute(name, value);
    }
  }
  element.append(...children);
  return element;
}

/** Sets a text if it is another one: what does not change is not laid out or spoken anew. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Sets an attribute if it has another value. */
export function mark(element, name, value) {
  if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

/**
 * Keeps the children of a container, after a fixed one if there is any, equal to a list. An item
 * keeps its element as long as it is there, and with it what is opened, selected and focused.
 */
export class Rows {
  #container;
  #first;
  #create;
  #known = new Map();

  /** create(key) makes {element, update(item)}. */
  constructor(container, create, first = null) {
    this.#container = container;
    this.#create = create;
    this.#first = first;
  }

  show(items, keyOf) {
    const focused = document.activeElement;
    const wanted = new Map(items.map((item) => [keyOf(item), item]));
    for (const [key, row] of this.#known) {
      if (!wanted.has(key)) {
        row.element.remove();
        this.#known.delete(key);
      }
    }
    let next = this.#first ? this.#first.nextSibling : this.#container.firstChild;
    for (const [key, item] of wanted) {
      let row = this.#known.get(key);
      if (!row) {
        row = this.#create(key);
        this.#known.set(key, row);
      }
      row.update(item);
      if (row.element === next) {
        next = next.nextSibling;
      } else {
        this.#container.insertBefore(row.element, next);
      }
    }
    // An element that is moved loses the focus, and one that is gone leaves it nowhere.
    if (focused !== document.activeElement && focused?.isConnected) {
      focused.focus({ preventScroll: true });
    } else if (focused && !focused.isConnected) {
      focusPanel(this.#container);
    }
  }
}

/** Puts a focus that is nowhere on the heading of an element's panel: keys go on from there. */
export function focusPanel(element) {
  const heading = element?.closest(".panel")?.querySelector("h2");
  if (heading && document.activeElement === document.body) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
}

/** A row of a definition list: {name, value}. */
export function entry() {
  const name = el("dt");
  const value = el("dd");
  const element = el("div", {}, name, value);
  return {
    element,
    update(row) {
      mark(element, "data-name", row.name);
      say(name, row.name);
      say(value, row.value);
    },
  };
}

/** A button that opens and closes an element, by mouse and keys alike. */
export function opener(button, element, changed = () => {}) {
  button.setAttribute("aria-expanded", "false");
  element.hidden = true;
  button.addEventListener("click", () => {
    element.hidden = !element.hidden;
    button.setAttribute("aria-expanded", String(!element.hidden));
    changed(!element.hidden);
  });
}

/** Puts a text on the clipboard; where a page may not, it is selected for the user to do so. */
export async function copy(text, shown) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    getSelection().selectAllChildren(shown);
    return false;
  }
}
