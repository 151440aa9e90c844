"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { FormEvent, KeyboardEvent, ReactNode } from "react";

import { NotDone } from "@/components/patterns/not-done";
import { Button, Kbd } from "@/components/ui/button";

type InPlaceFormProps = Readonly<{
  title: string;
  /** The words on the button that does it. */
  act: string;
  isReady: boolean;
  /** Does it; the answer is why it was not done, undefined when it was. */
  onAct: () => Promise<unknown>;
  onClose: () => void;
  children: ReactNode;
}>;

/** A form of the panel, in place: it has the focus when it opens, Escape closes it, and it keeps what was typed. */
export function InPlaceForm({ title, act, isReady, onAct, onClose, children }: InPlaceFormProps) {
  const t = useTranslations("everywhere");
  const form = useRef<HTMLFormElement>(null);
  const [isSending, setIsSending] = useState(false);
  const [fault, setFault] = useState<unknown>();

  // Focus is the browser's.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  }, []);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (!isReady || isSending) return;
    setIsSending(true);
    setFault(undefined);
    const why = await onAct();
    setIsSending(false);
    if (why === undefined) onClose();
    else setFault(why);
  }

  function onKey(event: KeyboardEvent): void {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  }

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape, as in a dialog
    <form
      ref={form}
      aria-label={title}
      className="grid gap-3"
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={onKey}
    >
      <h3 className="text-sm font-semibold">{title}</h3>
      {children}
      <NotDone error={fault} what={t("notDone")} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" look="primary" disabled={!isReady || isSending}>
          {act}
        </Button>
        <Button onClick={onClose}>
          {t("cancel")} <Kbd>Esc</Kbd>
        </Button>
      </div>
    </form>
  );
}
