"use client";

import { useRouter } from "next/navigation";
import type { Route } from "next";
import type { FormEvent, ReactNode } from "react";

import { withQuery } from "@/lib/browser/api";

type UrlFormProps = Readonly<{
  /** The page that the form's values are the query of. */
  base: string;
  /** Values of the address that the form does not show, and keeps. */
  keep?: Readonly<Record<string, string | undefined>>;
  label: string;
  className?: string;
  children: ReactNode;
}>;

/** A form whose state is the address: empty fields leave it, and it works before scripts do. */
export function UrlForm({ base, keep = {}, label, className = "", children }: UrlFormProps) {
  const router = useRouter();
  const kept = Object.entries(keep).filter(([, value]) => value !== undefined && value !== "");

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const values: Record<string, string> = {};
    for (const [name, value] of new FormData(event.currentTarget)) {
      if (typeof value === "string") values[name] = value.trim();
    }
    router.push(withQuery(base, values) as Route);
  }

  return (
    <search aria-label={label}>
      <form action={base} className={className} onSubmit={submit}>
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        {children}
      </form>
    </search>
  );
}
