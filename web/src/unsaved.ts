/** Leaving a page with something typed and not sent asks first. Nothing is stored on the device: phones are
 * shared, and what is typed here is often about a person at risk. */
export function unsaved(): void {
  const touched = new Set<HTMLFormElement>();
  document.addEventListener("input", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-guard]");
    if (form) touched.add(form);
  });
  document.addEventListener("submit", (event) => touched.delete(event.target as HTMLFormElement));
  window.addEventListener("beforeunload", (event) => {
    const open = [...touched].some((form) => form.isConnected && !document.body.hidden);
    if (open) event.preventDefault();
  });
}
