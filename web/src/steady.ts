const number = (part: Element, name: string) => Number(part.getAttribute(name));

interface Spot {
  circle: Element;
  x: number;
  y: number;
  r: number;
}

function nearest(spots: Spot[], x: number, y: number): Spot | undefined {
  const far = (spot: Spot) => Math.hypot(spot.x - x, spot.y - y) - spot.r;
  return spots.reduce<Spot | undefined>((best, spot) => (best && far(best) <= far(spot) ? best : spot), undefined);
}

/** Circles and names stay as large as they are while the land under them grows: that is what tells apart towns that
 * lie close together. */
export function steady(drawing: SVGSVGElement): (scale: number) => void {
  const spots = [...drawing.querySelectorAll("circle")].map((circle) => ({
    circle,
    x: number(circle, "cx"),
    y: number(circle, "cy"),
    r: number(circle, "r"),
  }));
  const names = [...drawing.querySelectorAll("text")].map((text) => {
    const [x, y] = [number(text, "x"), number(text, "y")];
    return { text, x, y, at: nearest(spots, x, y) ?? { x, y } };
  });
  const letters = number(drawing, "font-size");
  const halo = drawing.querySelector(".map-labels");
  const width = halo && number(halo, "stroke-width");
  return (scale) => {
    const set = (part: Element, name: string, value: number) => part.setAttribute(name, String(value));
    set(drawing, "font-size", letters / scale);
    if (halo && width) set(halo, "stroke-width", width / scale);
    for (const { circle, r } of spots) set(circle, "r", r / scale);
    for (const { text, x, y, at } of names) {
      set(text, "x", at.x + (x - at.x) / scale);
      set(text, "y", at.y + (y - at.y) / scale);
    }
  };
}
