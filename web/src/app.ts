// Comfort on top of pages that work without any script.
import "htmx.org";
import { copy } from "./copy";
import { explore } from "./explore";
import { filters } from "./filter";
import { guard } from "./guard";
import { passkeys } from "./passkey";
import { quickExit } from "./exit";
import { unsaved } from "./unsaved";

quickExit();
guard();
unsaved();
filters();
passkeys();
copy();
explore();
