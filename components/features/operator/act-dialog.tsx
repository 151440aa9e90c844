"use client";

import { useTranslations } from "next-intl";
import { useEffect, useId, useRef } from "react";
import type { FormEvent, ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { ProblemError } from "@/lib/browser/api";

type ActDialogProps = Readonly<{
  title: string;
  /** The words on the button that does it. */
  act: string;
  isReady: boolean;
  isPending: boolean;
  error: unknown;
  onAct: () => void;
  onClose: () => void;
  children: ReactNode;
}>;

/** Asks before something is done: open as long as it is rendered, closed by Escape, and then it gives the focus back. */
export function ActDialog({
  title,
  act,
  isReady,
  isPending,
  error,
  onAct,
  onClose,
  children,
}: ActDialogProps) {
  const t = useTranslations("everywhere");
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // A modal dialog is opened by its method, outside React.
  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    if (isReady && !isPending) onAct();
  }

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className="border-line bg-raised text-ink shadow-float backdrop:bg-ink/40 m-auto max-h-[90dvh] w-[calc(100%-2rem)] max-w-lg overflow-y-auto rounded-lg border p-5"
    >
      <form className="grid gap-4" onSubmit={submit} noValidate>
        <h2 id={titleId} className="text-lg font-semibold [overflow-wrap:anywhere]">
          {title}
        </h2>
        {children}
        {error !== null && error !== undefined && (
          <p role="alert" className="text-negative text-sm font-medium">
            {error instanceof ProblemError ? error.detail : t("failedNetwork")}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => dialog.current?.close()}>{t("cancel")}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={!isReady || isPending}
            className="max-w-full overflow-hidden"
          >
            <span className="truncate">{act}</span>
          </Button>
        </div>
      </form>
    </dialog>
  );
}
