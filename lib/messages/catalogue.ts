import { EN } from "@/lib/messages/en";
import { NB } from "@/lib/messages/nb";

/** Every text of the interface, by language: for the server, which speaks them all. */
export const CATALOGUE = { en: EN, nb: NB } as const;
export const LANGUAGES = ["en", "nb"] as const;
export type Language = (typeof LANGUAGES)[number];
