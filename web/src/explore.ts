import { pressed } from "./press";

/** Shows the drawing of a figure as one that can be moved; answers what goes back. */
export type Open = (figure: HTMLElement) => () => void;

declare global {
  interface Window {
    relaisMap?: Open;
  }
}

function loaded(part: HTMLLinkElement | HTMLScriptElement): Promise<unknown> {
  return new Promise((done, failed) => {
    part.onload = done;
    part.onerror = (why) => {
      part.remove();
      failed(why);
    };
    document.head.append(part);
  });
}

async function library(figure: HTMLElement): Promise<Open> {
  if (window.relaisMap) return window.relaisMap;
  const { exploreScript: src, exploreStyle: href } = figure.dataset;
  const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  const script = Object.assign(document.createElement("script"), { src });
  await Promise.all([loaded(style), loaded(script)]);
  return window.relaisMap!;
}

function offer(figure: HTMLElement): void {
  const { exploreLabel, exploreClose, exploreFailed } = figure.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn";
  button.textContent = exploreLabel ?? "";
  let close: (() => void) | undefined;
  pressed(button, async () => {
    let words = exploreLabel;
    if (close) {
      close = close() as undefined;
    } else {
      close = (await library(figure).catch(() => undefined))?.(figure);
      words = close ? exploreClose : (exploreFailed ?? exploreLabel);
    }
    button.textContent = words ?? "";
  });
  figure.insertBefore(button, figure.querySelector("figcaption"));
}

/** Maps that can be moved and enlarged: `<figure data-explore …>`. What that needs is fetched when somebody asks. */
export function explore(): void {
  document.querySelectorAll<HTMLElement>("figure[data-explore]").forEach(offer);
}
