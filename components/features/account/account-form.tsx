"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import type { FormEvent, ReactNode } from "react";

import { Problem } from "@/components/features/account/problem";
import { useIsAlive } from "@/components/ui/alive";
import { Button } from "@/components/ui/button";

type Values = (name: string) => string;

/** A form of an account's page: sends its fields, tells what was refused where, and empties itself when it is done. */
export function AccountForm({
  send,
  onDone,
  fields,
  submit,
  submitting,
  actions,
  children,
}: Readonly<{
  send: (value: Values) => Promise<unknown>;
  onDone?: () => void;
  /** Fields that say themselves what is wrong with them. */
  fields: readonly string[];
  submit: string;
  submitting?: string;
  /** Beside the button that sends. */
  actions?: ReactNode;
  children: (error: unknown) => ReactNode;
}>) {
  const isAlive = useIsAlive();
  const form = useRef<HTMLFormElement>(null);
  const sending = useMutation({
    mutationFn: send,
    onSuccess: () => {
      form.current?.reset();
      onDone?.();
    },
    onError: () => form.current?.querySelector("input")?.focus(),
  });
  function submitForm(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    sending.mutate((name) => {
      const value = data.get(name);
      return typeof value === "string" ? value : "";
    });
  }
  return (
    <form ref={form} method="post" className="grid max-w-md gap-3" onSubmit={submitForm}>
      {children(sending.error)}
      <Problem error={sending.error} fields={fields} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={!isAlive || sending.isPending}>
          {sending.isPending ? (submitting ?? submit) : submit}
        </Button>
        {actions}
      </div>
    </form>
  );
}
