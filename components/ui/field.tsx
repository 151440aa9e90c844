"use client";

import { useId } from "react";
import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";

const INPUT =
  "border-line-strong bg-raised text-ink h-8 w-full rounded-md border px-2.5 text-sm aria-[invalid=true]:border-negative";

type Texts = Readonly<{ label: string; hint?: string; error?: string | undefined }>;

/** Label, field, hint and error, tied together for screen readers. */
function Field({ id, label, hint, error, children }: Texts & Readonly<{ id: string; children: ReactNode }>) {
  return (
    <div className="grid gap-1 text-sm">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-muted text-xs">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} className="text-negative text-xs">
          {error}
        </p>
      )}
    </div>
  );
}

function describedBy(id: string, { hint, error }: Texts): string | undefined {
  const ids = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(" ");
}

export function TextField({ label, hint, error, ...input }: Texts & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        className={INPUT}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id, { label, hint, error })}
        {...input}
      />
    </Field>
  );
}

export function SelectField({
  label,
  hint,
  error,
  children,
  ...select
}: Texts & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <select
        id={id}
        className={INPUT}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id, { label, hint, error })}
        {...select}
      >
        {children}
      </select>
    </Field>
  );
}

export function TextAreaField({
  label,
  hint,
  error,
  ...area
}: Texts & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        rows={3}
        className={`${INPUT} h-auto py-1.5`}
        aria-invalid={error !== undefined}
        aria-describedby={describedBy(id, { label, hint, error })}
        {...area}
      />
    </Field>
  );
}
