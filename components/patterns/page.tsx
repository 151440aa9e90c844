import Link from "next/link";
import type { Route } from "next";
import type { ReactNode } from "react";

/** The head of a page: where we are, its one h1, what it is about, and what can be done. */
export function PageHeader({
  title,
  sub,
  crumbs = [],
  actions,
}: Readonly<{
  title: string;
  sub?: ReactNode;
  crumbs?: readonly Readonly<{ label: string; href: string }>[];
  actions?: ReactNode;
}>) {
  return (
    <header className="mb-5">
      {crumbs.length > 0 && (
        <nav className="text-muted mb-2 flex flex-wrap gap-1.5 text-sm">
          {crumbs.map((crumb) => (
            <span key={crumb.href} className="flex gap-1.5">
              <Link href={crumb.href as Route} className="hover:text-ink underline-offset-4 hover:underline">
                {crumb.label}
              </Link>
              <span aria-hidden="true">/</span>
            </span>
          ))}
        </nav>
      )}
      <div className="flex flex-wrap items-end gap-x-4 gap-y-3">
        <div className="min-w-0">
          <h1 className="text-xl font-semibold [overflow-wrap:anywhere]">{title}</h1>
          {sub !== undefined && <div className="text-muted mt-0.5 text-sm">{sub}</div>}
        </div>
        {actions !== undefined && (
          <div className="flex flex-wrap items-center gap-2 md:ml-auto">{actions}</div>
        )}
      </div>
    </header>
  );
}

export function Section({
  title,
  actions,
  children,
}: Readonly<{ title: string; actions?: ReactNode; children: ReactNode }>) {
  return (
    <section className="mb-7">
      <div className="mb-2.5 flex flex-wrap items-baseline gap-3">
        <h2 className="text-[15px] leading-[22px] font-semibold">{title}</h2>
        {actions !== undefined && <div className="ml-auto flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}

export type Figure = Readonly<{ label: string; value: ReactNode; under?: ReactNode }>;

/** Questions answered, side by side. */
export function Figures({ items }: Readonly<{ items: readonly Figure[] }>) {
  return (
    <dl className="border-line bg-line mb-6 grid grid-cols-2 gap-px overflow-hidden rounded-lg border lg:grid-cols-4">
      {items.map((item) => (
        <div key={item.label} className="bg-raised px-4 py-3.5">
          <dt className="text-muted text-xs">{item.label}</dt>
          <dd className="mt-0.5 text-[17px] leading-7 font-semibold tracking-tight tabular-nums md:text-[20px]">
            {item.value}
          </dd>
          {item.under !== undefined && <dd className="text-muted text-xs">{item.under}</dd>}
        </div>
      ))}
    </dl>
  );
}

/** Says that there is nothing, and what to do about it. */
export function EmptyState({
  title,
  detail,
  action,
}: Readonly<{ title: string; detail?: ReactNode; action?: ReactNode }>) {
  return (
    <div className="border-line bg-raised rounded-lg border px-6 py-12 text-center">
      <p className="font-medium">{title}</p>
      {detail !== undefined && <div className="text-muted mx-auto mt-1.5 max-w-[60ch] text-sm">{detail}</div>}
      {action !== undefined && <div className="mt-4 flex justify-center gap-2">{action}</div>}
    </div>
  );
}

/** A sentence that must not be overlooked. */
export function Note({
  tone,
  children,
  action,
}: Readonly<{ tone: "warning" | "negative" | "info"; children: ReactNode; action?: ReactNode }>) {
  const look = {
    warning: "border-warning bg-warning-soft",
    negative: "border-negative bg-negative-soft",
    info: "border-info bg-info-soft",
  }[tone];
  return (
    <div
      className={`mb-5 flex flex-wrap items-center gap-3 rounded-r-md border-l-[3px] px-3.5 py-2.5 text-sm ${look}`}
    >
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}

/** Label and value, line by line. */
export function Facts({
  items,
}: Readonly<{ items: readonly Readonly<{ label: string; value: ReactNode }>[] }>) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-2 text-sm">
      {items.map((item) => (
        <div key={item.label} className="contents">
          <dt className="text-muted">{item.label}</dt>
          <dd className="text-right [overflow-wrap:anywhere]">{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Card({ children }: Readonly<{ children: ReactNode }>) {
  return <div className="border-line bg-raised rounded-lg border p-4">{children}</div>;
}
