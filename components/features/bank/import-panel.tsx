"use client";

import { useTranslations } from "next-intl";

import { CsvPreview } from "@/components/features/bank/csv-preview";
import { FileOutcome } from "@/components/features/bank/file-outcome";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import type { IconName } from "@/components/ui/icon";
import { isUnderWay } from "@/lib/browser/imports";
import type { FileOnItsWay, FileState, Imports } from "@/lib/browser/imports";

type PanelProps = Readonly<{ tenant: string; imports: Imports; files: readonly FileOnItsWay[] }>;

/** What becomes of each file: stays on the screen, whatever page is shown. */
export function ImportPanel({ tenant, imports, files }: PanelProps) {
  const t = useTranslations("bank");
  if (files.length === 0) return null;
  const isWide = files.some(({ state }) => state.kind === "asks");
  const isAnyDone = files.some(({ state }) => !isUnderWay(state));
  return (
    <section
      aria-label={t("taking")}
      className={`border-line bg-raised shadow-float fixed inset-x-3 bottom-16 z-20 max-h-[75dvh] overflow-y-auto rounded-lg border p-4 md:right-6 md:bottom-6 md:left-auto ${isWide ? "md:w-[min(960px,calc(100vw-264px))]" : "md:w-[440px]"}`}
    >
      <div className="mb-2 flex items-center gap-3">
        <h2 className="text-sm font-semibold">{t("taking")}</h2>
        {isAnyDone && (
          <Button look="quiet" className="ml-auto" onClick={imports.clear}>
            {t("clear")}
          </Button>
        )}
      </div>
      <ul className="divide-line grid divide-y">
        {files.map((file) => (
          <li key={file.id} className="grid gap-1.5 py-2.5 text-sm">
            <FileLine file={file} imports={imports} />
            <output className="grid gap-1.5">
              <FileOutcome tenant={tenant} state={file.state} />
            </output>
            {file.state.kind === "asks" && (
              <CsvPreview
                preview={file.state.preview}
                look={(saying) => imports.look(file.id, saying)}
                onTake={(saying) => imports.take(file.id, saying)}
                onLeave={() => imports.drop(file.id)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function FileLine({ file, imports }: Readonly<{ file: FileOnItsWay; imports: Imports }>) {
  const t = useTranslations("bank");
  const { state, name } = file;
  const [icon, tone] = lookOf(state);
  return (
    <>
      <div className="flex items-start gap-2">
        <Icon name={icon} className={`mt-0.5 size-4 ${tone}`} />
        <span className="min-w-0 flex-1 font-medium [overflow-wrap:anywhere]">{name}</span>
        <span className={`font-medium whitespace-nowrap ${tone}`}>
          {t(`states.${wordOf(state)}`, shareOf(state))}
        </span>
        {state.kind === "failed" && (
          <Button look="plain" onClick={() => imports.again(file.id)}>
            {t("again")}
          </Button>
        )}
        {isUnderWay(state) && state.kind !== "asks" && (
          <button
            type="button"
            aria-label={t("stop", { name })}
            className="text-muted hover:text-ink"
            onClick={() => imports.drop(file.id)}
          >
            <Icon name="cross" />
          </button>
        )}
      </div>
      {state.kind === "sending" && (
        <progress className="accent-accent h-1.5 w-full" max={1} value={state.share} aria-label={name} />
      )}
      {(state.kind === "reading" || state.kind === "looking") && (
        <progress className="accent-accent h-1.5 w-full" aria-label={name} />
      )}
    </>
  );
}

function shareOf(state: FileState): Readonly<{ share: number }> {
  return { share: state.kind === "sending" ? Math.floor(state.share * 100) : 0 };
}

type Word =
  | "waiting"
  | "looking"
  | "asks"
  | "sending"
  | "reading"
  | "new"
  | "known"
  | "duplicate"
  | "refused"
  | "failed";

function wordOf(state: FileState): Word {
  if (state.kind === "too-large") return "refused";
  if (state.kind !== "taken") return state.kind;
  if (state.taken.duplicate) return "duplicate";
  return state.taken.file.lines > state.taken.file.known ? "new" : "known";
}

function lookOf(state: FileState): readonly [IconName, string] {
  switch (wordOf(state)) {
    case "new":
      return ["check", "text-positive"];
    case "known":
    case "duplicate":
      return ["check", "text-muted"];
    case "refused":
      return ["cross", "text-negative"];
    case "failed":
    case "asks":
      return ["triangle", "text-warning"];
    default:
      return ["dots", "text-info"];
  }
}
