// Comfort on top of pages that work without any script.
import "htmx.org";
import { filters } from "./filter";
import { guard } from "./guard";
import { quickExit } from "./exit";
import { unsaved } from "./unsaved";

quickExit();
guard();
unsaved();
filters();
