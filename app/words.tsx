"use client";

import dynamic from "next/dynamic";

import type { WordsProps } from "@/app/words-props";
import type { Language } from "@/lib/messages/catalogue";

// Without a "loading" of their own: nothing is shown before the words are there, and the answer keeps its status.
const WORDS = {
  en: dynamic(() => import("@/app/words-en").then(({ WordsEn }) => WordsEn)),
  nb: dynamic(() => import("@/app/words-nb").then(({ WordsNb }) => WordsNb)),
} as const;

/**
 * The reader's language for all that is in it. Its texts are a file that the browser fetches once and keeps; in each
 * page they were most of its bytes, and half of the time that a server took to write it.
 */
export function Words({ language, ...props }: WordsProps & Readonly<{ language: Language }>) {
  const In = WORDS[language];
  return <In {...props} />;
}
