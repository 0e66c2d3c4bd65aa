/** Words that the page carries for the script, in the reader's language: `<body data-say-offline="…">`. */
export function say(key: string): string {
  return document.body.dataset[`say${key[0].toUpperCase()}${key.slice(1)}`] ?? "";
}
