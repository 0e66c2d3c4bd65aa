const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Lists and tables already on the page, narrowed while typing: `<input data-filter="#id" hidden>`. */
export function filters(): void {
  const reveal = () =>
    document.querySelectorAll<HTMLElement>("[data-filter-box][hidden]").forEach((box) => (box.hidden = false));
  reveal();
  document.addEventListener("htmx:afterSettle", reveal);
  document.addEventListener("input", (event) => {
    const input = event.target as HTMLInputElement;
    const list = input.dataset.filter && document.querySelector(input.dataset.filter);
    if (!list) return;
    const wanted = plain(input.value).split(/\s+/).filter(Boolean);
    for (const row of list.querySelectorAll<HTMLElement>(":scope > li, :scope > label, tbody > tr")) {
      const text = plain(row.textContent ?? "");
      row.hidden = !wanted.every((word) => text.includes(word));
    }
  });
}
