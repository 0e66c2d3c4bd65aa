/** A button that does one thing at a time, and shows that it is at it. */
export function pressed(button: Element, act: () => Promise<void>): void {
  button.addEventListener("click", async () => {
    if (button.hasAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    await act().catch(() => {});
    button.removeAttribute("aria-disabled");
  });
}
