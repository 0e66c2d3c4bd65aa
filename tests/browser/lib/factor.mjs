// The code that a telephone shows for a key (RFC 6238: SHA-1, six digits, thirty seconds).
import { createHmac } from "node:crypto";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export function oneTimeCode(key, at = Date.now()) {
  const bits = [...key.toUpperCase()].filter((letter) => letters.includes(letter));
  const five = bits.map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const bytes = Buffer.from(five.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
  const mac = createHmac("sha1", bytes).update(count).digest();
  const start = mac[19] & 15;
  return String((mac.readUInt32BE(start) & 0x7fffffff) % 1000000).padStart(6, "0");
}
