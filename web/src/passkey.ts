import { release, tell } from "./guard";

type Options = Record<string, any>;

const bytes = (text: string) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (buffer: ArrayBuffer | null | undefined) =>
  buffer &&
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const named = (list: Options[] | undefined) => list?.map((one) => ({ ...one, id: bytes(one.id) }));

async function make(asked: Options): Promise<object> {
  const options = { ...asked, challenge: bytes(asked.challenge), user: { ...asked.user, id: bytes(asked.user.id) } };
  const publicKey = { ...options, excludeCredentials: named(asked.excludeCredentials) } as any;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const answer = made.response as AuthenticatorAttestationResponse;
  return {
    ...plain(made),
    response: { attestationObject: text(answer.attestationObject), clientDataJSON: text(answer.clientDataJSON) },
  };
}

async function give(asked: Options): Promise<object> {
  const publicKey = {
    ...asked,
    challenge: bytes(asked.challenge),
    allowCredentials: named(asked.allowCredentials),
  } as any;
  const given = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const answer = given.response as AuthenticatorAssertionResponse;
  return {
    ...plain(given),
    response: {
      authenticatorData: text(answer.authenticatorData),
      clientDataJSON: text(answer.clientDataJSON),
      signature: text(answer.signature),
      userHandle: text(answer.userHandle),
    },
  };
}

const plain = (one: PublicKeyCredential) => ({ id: one.id, rawId: text(one.rawId), type: one.type });

async function answer(form: HTMLFormElement): Promise<object> {
  const response = await fetch(form.dataset.ask ?? "", { method: "POST", credentials: "same-origin" });
  if (!response.ok) throw new Error(String(response.status));
  const { publicKey } = await response.json();
  return form.dataset.passkey === "make" ? make(publicKey) : give(publicKey);
}

/** Forms that a passkey answers: `<form data-passkey="make" data-ask="/address of the challenge" hidden>`. They are shown
 * where the browser can, and what stands there for the others is hidden. */
export function passkeys(): void {
  if (!window.PublicKeyCredential) return;
  const reveal = () => {
    document.querySelectorAll<HTMLElement>("form[data-passkey]").forEach((form) => (form.hidden = false));
    document.querySelectorAll<HTMLElement>("[data-passkey-none]").forEach((words) => (words.hidden = true));
  };
  reveal();
  document.addEventListener("htmx:afterSettle", reveal);
  document.addEventListener("submit", async (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("form[data-passkey]")) return;
    event.preventDefault();
    try {
      const credential = form.elements.namedItem("credential") as HTMLInputElement;
      credential.value = JSON.stringify(await answer(form));
      form.submit();
    } catch {
      release(form);
      tell(form, form.dataset.failed ?? "");
    }
  });
}
