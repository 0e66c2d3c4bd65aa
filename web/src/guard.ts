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

function tell(form: HTMLFormElement, words: string): void {
  const notice = form.querySelector("[data-told]") ?? document.createElement("p");
  notice.setAttribute("data-told", "");
  notice.setAttribute("role", "alert");
  notice.className = "alert tone-late";
  notice.textContent = words;
  form.append(notice);
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
  document.addEventListener("htmx:afterSettle", () => document.getElementById("faults")?.focus());
  // Coming back with the browser's button finds the form ready again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll<HTMLFormElement>("form[aria-busy]").forEach(release);
  });
}

function release(form: HTMLFormElement): void {
  form.removeAttribute("aria-busy");
  busy(form, false);
}
