/** As it is typed on a telephone: without accents, « oe » in two letters, a straight apostrophe. */
const plain = (text: string) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/œ/g, "oe").replace(/’/g, "'");

const texts = new WeakMap<Element, string>();

/** The offline copy has a thousand rows: each is read once, not at each letter. */
function text(row: Element): string {
  const known = texts.get(row) ?? plain(row.textContent ?? "");
  texts.set(row, known);
  return known;
}

function narrow(rows: NodeListOf<HTMLElement>, typed: string): void {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  for (const row of rows) row.hidden = !wanted.every((word) => text(row).includes(word));
}

/** Lists and tables already on the page, narrowed while typing: `<input data-filter="#id" hidden>`. */
export function filters(): void {
  const reveal = () =>
    document.querySelectorAll<HTMLElement>("[data-filter-box][hidden]").forEach((box) => (box.hidden = false));
  reveal();
  document.addEventListener("htmx:afterSettle", reveal);
  let soon: number | undefined;
  document.addEventListener("input", (event) => {
    const input = event.target as HTMLInputElement;
    const list = input.dataset.filter && document.querySelector(input.dataset.filter);
    if (!list) return;
    const rows = list.querySelectorAll<HTMLElement>(":scope > li, :scope > label, tbody > tr");
    clearTimeout(soon);
    // Laying out a long list takes an old phone longer than a letter takes to type.
    if (rows.length > 200) soon = setTimeout(() => narrow(rows, input.value), 150);
    else narrow(rows, input.value);
  });
}
