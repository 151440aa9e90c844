import Link from "next/link";
import type { Route } from "next";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";

export type ButtonLook = "primary" | "plain" | "quiet";

const LOOKS: Readonly<Record<ButtonLook, string>> = {
  primary: "bg-accent text-accent-ink border-transparent hover:opacity-90",
  plain: "bg-raised text-ink border-line hover:border-line-strong",
  quiet: "bg-transparent text-muted border-transparent hover:text-ink",
};

/** How every button looks; 32 px high, 44 where fingers press. */
export function buttonClass(look: ButtonLook = "plain"): string {
  return `inline-flex h-8 items-center gap-2 rounded-md border px-3 text-sm font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-50 ${LOOKS[look]}`;
}

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> &
  Readonly<{ look?: ButtonLook; ref?: Ref<HTMLButtonElement> }>;

export function Button({ look, className = "", type = "button", ...rest }: ButtonProps) {
  // oxlint-disable-next-line react/button-has-type -- a button unless the caller says that it submits
  return <button type={type} className={`${buttonClass(look)} ${className}`} {...rest} />;
}

export function ButtonLink({
  href,
  look,
  children,
  download = false,
}: Readonly<{ href: string; look?: ButtonLook; children: ReactNode; download?: boolean }>) {
  if (download) {
    return (
      <a href={href} className={buttonClass(look)} download>
        {children}
      </a>
    );
  }
  return (
    <Link href={href as Route} className={buttonClass(look)}>
      {children}
    </Link>
  );
}

/** A key of the keyboard. */
export function Kbd({ children }: Readonly<{ children: ReactNode }>) {
  return (
    <kbd className="border-line bg-raised text-muted inline-block min-w-[18px] rounded-sm border border-b-2 px-1 text-center font-sans text-[11px] leading-4 font-medium">
      {children}
    </kbd>
  );
}
