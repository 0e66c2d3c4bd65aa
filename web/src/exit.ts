/** « Quitter vite »: the neutral page takes the place of this one, so that « back » does not return here.
 * Escape three times within two seconds does the same. */
export function quickExit(): void {
  const leave = () => {
    const link = document.querySelector<HTMLAnchorElement>("a[data-exit]");
    document.body.hidden = true;
    location.replace(link?.href ?? "/quitter");
  };
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("a[data-exit]")) {
      event.preventDefault();
      leave();
    }
  });
  let pressed: number[] = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    pressed = [...pressed.filter((at) => event.timeStamp - at < 2000), event.timeStamp];
    if (pressed.length >= 3) leave();
  });
}
