// A server under test on a port of its own, ended by its test file.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const programs = process.env.RELAIS_PROGRAMS ?? path.join(import.meta.dirname, "../../../target/debug");

/** Starts a program and waits for the line with its address. */
export async function serve(program, words) {
  const child = spawn(path.join(programs, program), words, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const address = await new Promise((found, lost) => {
    lines.on("line", (line) => {
      const at = /https?:\/\/[0-9a-z.:[\]]+/.exec(line);
      if (at) found(at[0]);
    });
    child.on("exit", (code) => lost(new Error(`${program} ended with ${code} before it told its address`)));
  });
  return {
    address,
    async end() {
      child.removeAllListeners("exit");
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}
