// A server under test on a port of its own, ended by its test file.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

export const programs = process.env.RELAIS_PROGRAMS ?? path.join(import.meta.dirname, "../../../target/debug");

/** Starts a program (its log is shown with RELAIS_LOUD=1) and waits for the line with its address. */
export async function serve(program, words) {
  const child = spawn(path.join(programs, program), words, { stdio: ["ignore", "pipe", process.env.RELAIS_LOUD ? "inherit" : "ignore"] });
  const lines = createInterface({ input: child.stdout });
  const told = [];
  lines.on("line", (line) => told.push(line));
  /** Waits until the console said what the pattern looks for; answers its first group. */
  const said = (pattern) =>
    new Promise((found, lost) => {
      const look = () => {
        const line = told.map((line) => pattern.exec(line)).find(Boolean);
        if (line) found(line[1] ?? line[0]);
      };
      look();
      lines.on("line", look);
      child.on("exit", (code) => lost(new Error(`${program} ended with ${code} before it said ${pattern}`)));
    });
  const address = await said(/https?:\/\/[0-9a-z.:[\]]+/);
  return {
    address,
    said,
    async end() {
      child.removeAllListeners("exit");
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}
