"use client";

import { useTranslations } from "next-intl";

import { FindingList } from "@/components/features/bank/finding-list";
import type { FileState } from "@/lib/browser/imports";
import type { BankImport } from "@/lib/contracts/bank";
import type { FileFault } from "@/lib/contracts/bank-import";

/** What became of a file, in words. */
export function FileOutcome({ tenant, state }: Readonly<{ tenant: string; state: FileState }>) {
  const t = useTranslations("bank");
  switch (state.kind) {
    case "taken":
      return <Taken tenant={tenant} taken={state.taken} />;
    case "refused":
      return <Refused fault={state.fault} detail={state.detail} />;
    case "too-large":
      return (
        <p>
          {t("tooLarge")} {t("refusedNothing")}
        </p>
      );
    case "failed":
      return <p>{state.detail ?? t("failedDetail")}</p>;
    default:
      return null;
  }
}

function Taken({ tenant, taken }: Readonly<{ tenant: string; taken: BankImport }>) {
  const t = useTranslations("bank");
  const { file, duplicate } = taken;
  if (duplicate) return <p className="text-muted">{t("done.duplicate")}</p>;
  const fresh = file.lines - file.known;
  return (
    <>
      <p className="text-muted">
        {fresh > 0
          ? t("done.new", { lines: file.lines, statements: file.statements, fresh })
          : t("done.known", { lines: file.lines })}
        {file.pending > 0 && ` ${t("done.pending", { count: file.pending })}`}
      </p>
      <FindingList tenant={tenant} findings={file.findings} />
    </>
  );
}

/** Why a file was refused: what that means, where, and what was expected. */
export function Refused({
  fault,
  detail,
  isPreview = false,
}: Readonly<{
  fault: FileFault | undefined;
  detail: string;
  /** Nothing has been sent yet, so there is nothing to say of what was kept. */
  isPreview?: boolean;
}>) {
  const t = useTranslations("bank");
  if (fault === undefined) return <p>{detail === "" ? t("faults.other") : detail}</p>;
  const { line, column, found, expected, reason } = fault;
  // Of these the sentence says everything; there is no place in the file to look at.
  const isOfWhole = [
    "empty",
    "not-a-statement",
    "not-booked",
    "portal-export",
    "spreadsheet",
    "pdf",
    "zip",
  ].includes(reason);
  return (
    <>
      <p>
        {t(`faults.${reason}`)} {!isPreview && t("refusedNothing")}
      </p>
      {!isOfWhole && (
        <p className="text-muted [overflow-wrap:anywhere]">
          {line !== null && column !== null && `${t("where", { line, column })} `}
          {found !== null && found !== "" && `${t("found", { found })}. `}
          {t("expected", { expected })}
        </p>
      )}
    </>
  );
}
