import { config } from "zod";

// Before any schema is made: zod tries whether it may compile its parsers, and our content policy allows no eval. The
// attempt would be reported as a violation on every page.
config({ jitless: true });
