import type { ReactNode } from "react";

/** What words are put around; `now`: the moment that the page speaks from. */
export type WordsProps = Readonly<{ children: ReactNode; now: Date; timeZone: string }>;
