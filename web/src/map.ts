import { CRS, Control, Map, SVGOverlay, type LatLngBoundsLiteral } from "leaflet";
import type { Open } from "./explore";
import { steady } from "./steady";

/** How often the drawing may double: its outlines are no finer. */
const DOUBLINGS = 3;

/** The drawing once more, without names that the page has already. */
function twin(still: SVGSVGElement): SVGSVGElement {
  const copy = still.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute("hidden");
  copy.removeAttribute("aria-labelledby");
  copy.removeAttribute("aria-describedby");
  copy.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
  return copy;
}

function frame(still: SVGSVGElement): HTMLElement {
  const box = document.createElement("div");
  box.className = "explore";
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", still.querySelector("title")?.textContent ?? "");
  still.after(box);
  return box;
}

function made(box: HTMLElement, bounds: LatLngBoundsLiteral, words: DOMStringMap): Map {
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = new Map(box, {
    crs: CRS.Simple,
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0,
    zoomAnimation: moves,
    inertia: moves,
    trackResize: false,
    maxBounds: bounds,
    maxBoundsViscosity: 1,
  });
  const control = { zoomInTitle: words.exploreIn ?? "+", zoomOutTitle: words.exploreOut ?? "−" };
  return map.addControl(new Control.Zoom(control));
}

/** A link reached by keyboard comes into sight; one that a drag ended on is not followed. */
function links(map: Map, box: HTMLElement, height: number): void {
  box.addEventListener("focusin", (event) => {
    const circle = (event.target as Element).querySelector("circle");
    if (!circle?.parentElement?.matches(":focus-visible")) return;
    const { cx, cy } = circle;
    map.panInside([height - cy.baseVal.value, cx.baseVal.value], { padding: [48, 48] });
  });
  let dragged = false;
  map.on("dragstart", () => (dragged = true));
  map.on("dragend", () => setTimeout(() => (dragged = false)));
  box.addEventListener("click", (event) => dragged && event.preventDefault());
}

/** Fits the whole drawing into the width there is; answers how large a unit of it then is. */
function fit(map: Map, box: HTMLElement, width: number, height: number): number {
  const tall = Math.min((box.clientWidth * height) / width, window.innerHeight * 0.7);
  box.style.height = `${tall}px`;
  map.invalidateSize({ pan: false });
  // Parts of a power of two, so that a step out from a step in is where it began.
  const zoom = Math.floor(Math.log2(Math.min(box.clientWidth / width, tall / height)) * 64) / 64;
  Object.assign(map.options, { minZoom: zoom, maxZoom: zoom + DOUBLINGS });
  map.setView([height / 2, width / 2], zoom, { animate: false });
  return zoom;
}

const open: Open = (figure) => {
  const still = figure.querySelector("svg")!;
  const { width, height } = still.viewBox.baseVal;
  const bounds: LatLngBoundsLiteral = [[0, 0], [height, width]];
  const drawing = twin(still);
  const box = frame(still);
  still.toggleAttribute("hidden", true);
  figure.classList.add("is-open");

  const map = made(box, bounds, figure.dataset);
  const scale = steady(drawing);
  let [whole, seen] = [0, 0];
  // What is drawn smaller than it was made to be read first grows to that.
  const at = (zoom: number) => scale(2 ** (zoom - Math.max(whole, Math.min(0, zoom))));
  map.on("zoom", () => at(map.getZoom()));
  map.on("zoomanim", (event) => at(event.zoom));
  links(map, box, height);
  const lay = () => {
    // A figure folded away has no width, and the same again when it is unfolded.
    if (!box.clientWidth || box.clientWidth === seen) return;
    seen = box.clientWidth;
    whole = fit(map, box, width, height);
    at(whole);
  };
  const watch = new ResizeObserver(lay);
  lay();
  new SVGOverlay(drawing, bounds).addTo(map);
  watch.observe(box);

  return () => {
    watch.disconnect();
    map.remove();
    box.remove();
    figure.classList.remove("is-open");
    still.toggleAttribute("hidden", false);
  };
};

window.relaisMap = open;
