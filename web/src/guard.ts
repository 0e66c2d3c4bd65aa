import { say } from "./words";

const BUSY = "aria-disabled";

function buttons(form: HTMLFormElement): HTMLButtonElement[] {
  return [...form.querySelectorAll<HTMLButtonElement>("button:not([type=button])")];
}

function busy(form: HTMLFormElement, on: boolean): void {
  for (const button of buttons(form)) {
    if (on) {
      button.setAttribute(BUSY, "true");
      button.dataset.label ??= button.textContent ?? "";
    } else {
      button.removeAttribute(BUSY);
    }
  }
}

/** Says beside the form why it was not done; everything typed stays. */
export function tell(form: HTMLFormElement, what: string | Node): void {
  form.querySelector("[data-told]")?.remove();
  const notice = document.createElement("div");
  notice.setAttribute("data-told", "");
  notice.setAttribute("role", "alert");
  notice.className = "alert tone-late";
  notice.append(what);
  form.append(notice);
}

/** The part of an error page that tells what happened and what to do. */
function trouble(page: string): Node | null {
  return new DOMParser().parseFromString(page, "text/html").querySelector("[data-trouble]");
}

/** A form is sent once at a time. When the connection fails, everything typed stays, and it may be sent again:
 * its once token makes the server do it once whatever happened to the first try. */
export function guard(): void {
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.matches("form[data-guard]")) return;
      if (form.hasAttribute("aria-busy")) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      form.querySelector("[data-told]")?.remove();
      form.setAttribute("aria-busy", "true");
      busy(form, true);
      // Whatever happens, the button answers again: a lost answer must not be a dead end.
      setTimeout(() => release(form), 20000);
    },
    true,
  );
  const failed = (event: Event) => {
    const form = (event as CustomEvent<{ elt: Element }>).detail.elt.closest<HTMLFormElement>("form[data-guard]");
    if (!form) return;
    release(form);
    tell(form, say("offline"));
  };
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  document.addEventListener("htmx:afterRequest", (event) => {
    const { elt, xhr } = (event as CustomEvent<{ elt: Element; xhr: XMLHttpRequest }>).detail;
    const form = elt.closest<HTMLFormElement>("form[data-guard]");
    if (!form || xhr.getResponseHeader("hx-reswap") !== "none") return;
    release(form);
    tell(form, trouble(xhr.responseText) ?? say("offline"));
  });
  document.addEventListener("htmx:afterSettle", () => document.getElementById("faults")?.focus());
  // Coming back with the browser's button finds the form ready again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>("form[aria-busy]").forEach(release);
  });
}

export function release(form: HTMLFormElement): void {
  form.removeAttribute("aria-busy");
  busy(form, false);
}
