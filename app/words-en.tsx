"use client";

import { NextIntlClientProvider } from "next-intl";

import type { WordsProps } from "@/app/words-props";
import { EN } from "@/lib/messages/en";

export function WordsEn({ children, now, timeZone }: WordsProps) {
  return (
    <NextIntlClientProvider locale="en" messages={EN} now={now} timeZone={timeZone}>
      {children}
    </NextIntlClientProvider>
  );
}
