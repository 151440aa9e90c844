"use client";

import { useRouter } from "next/navigation";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";

import { offerToPage, usePageKeyHelp } from "@/components/patterns/page-keys";
import { Button, Kbd } from "@/components/ui/button";
import { PLACES } from "@/components/features/shell/places";

const CHORD_MS = 1_500;

/**
 * The keys of the whole product: `?`, `/`, ⌘K, `j`, `k`, and `g` then a letter; and those of the page that is shown.
 * Never while a field has the focus.
 */
export function Keyboard({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("shell");
  const router = useRouter();
  const dialog = useRef<HTMLDialogElement>(null);
  const ofPage = usePageKeyHelp();

  // Keys are heard by the window, outside React.
  useEffect(() => {
    let chordUntil = 0;
    const onKey = (event: KeyboardEvent): void => {
      const isCommand = (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === "k";
      if (!isCommand && (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey)) return;
      // Behind the help nothing moves.
      if (dialog.current?.open === true) {
        if (event.key === "?") dialog.current.close();
        return;
      }
      const goes = event.timeStamp < chordUntil ? PLACES.find((place) => place.key === event.key) : undefined;
      chordUntil = event.key === "g" ? event.timeStamp + CHORD_MS : 0;
      if (goes !== undefined) router.push(`/${tenant}${goes.path}` as Route);
      else if (isCommand || event.key === "/") router.push(`/${tenant}/search` as Route);
      else if (event.key === "?") dialog.current?.showModal();
      else if (event.key === "g") return;
      else if (!offerToPage(event)) {
        if (event.key !== "j" && event.key !== "k") return;
        walkRows(event.key === "j" ? 1 : -1);
      }
      event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    // Tells whoever drives the page by keys that they are heard from now on.
    document.documentElement.dataset["keys"] = "heard";
    return () => {
      window.removeEventListener("keydown", onKey);
      delete document.documentElement.dataset["keys"];
    };
  }, [router, tenant]);

  return (
    <>
      <button
        type="button"
        className="text-muted hover:text-ink flex items-center gap-2"
        onClick={() => dialog.current?.showModal()}
      >
        <Kbd>?</Kbd> {t("keyboard")}
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="keys-title"
        className="border-line bg-raised text-ink shadow-float m-auto w-full max-h-[90dvh] max-w-sm overflow-y-auto rounded-lg border p-5 backdrop:bg-ink/40"
      >
        <h2 id="keys-title" className="mb-3 text-lg font-semibold">
          {t("keysTitle")}
        </h2>
        {ofPage.length > 0 && (
          <>
            <h3 className="text-muted mb-2 text-xs font-medium">{t("keysHere")}</h3>
            <dl className="mb-4 grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-sm">
              {ofPage.map(({ keys, does }) => (
                <div key={does} className="contents">
                  <dt className="flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
            <h3 className="text-muted mb-2 text-xs font-medium">{t("keysEverywhere")}</h3>
          </>
        )}
        <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2 text-sm">
          {PLACES.map((place) => (
            <div key={place.name} className="contents">
              <dt>
                <Kbd>g</Kbd> <Kbd>{place.key}</Kbd>
              </dt>
              <dd>{t(place.name)}</dd>
            </div>
          ))}
          <dt>
            <Kbd>/</Kbd> <Kbd>⌘K</Kbd>
          </dt>
          <dd>{t("keysSearch")}</dd>
          <dt>
            <Kbd>j</Kbd> <Kbd>k</Kbd>
          </dt>
          <dd>{t("keysWalk")}</dd>
          <dt>
            <Kbd>↵</Kbd>
          </dt>
          <dd>{t("keysOpen")}</dd>
          <dt>
            <Kbd>?</Kbd>
          </dt>
          <dd>{t("keysHelp")}</dd>
        </dl>
        <form method="dialog" className="mt-5 flex justify-end">
          <Button type="submit">{t("close")}</Button>
        </form>
      </dialog>
    </>
  );
}

/** Moves the focus between the links that rows are about, from wherever it is; Enter is the link's own. */
function walkRows(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>("[data-row-link]")].filter((link) =>
    link.checkVisibility(),
  );
  const at = links.findIndex((link) => link === document.activeElement);
  links[at < 0 ? 0 : at + step]?.focus();
}

function isTyping(target: EventTarget | null): boolean {
  // A tick is no field: nothing is typed into it.
  if (target instanceof HTMLInputElement && ["checkbox", "radio"].includes(target.type)) return false;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
