/** The copy of the public directory: its page, and how what is stored of it is called. Another number where what is
 * stored changes its form; the worker then removes what went before. */
export const PAGE = "/trouver/copie";
export const FAMILY = "relais-copy-";
export const NAME = `${FAMILY}1`;
/** The language and the session may vary the answer; there is one copy all the same. */
export const ANY = { ignoreVary: true };
