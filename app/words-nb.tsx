"use client";

import { NextIntlClientProvider } from "next-intl";

import type { WordsProps } from "@/app/words-props";
import { NB } from "@/lib/messages/nb";

export function WordsNb({ children, now, timeZone }: WordsProps) {
  return (
    <NextIntlClientProvider locale="nb" messages={NB} now={now} timeZone={timeZone}>
      {children}
    </NextIntlClientProvider>
  );
}
