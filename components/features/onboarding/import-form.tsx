"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import type { FormEvent } from "react";

import { NotDone } from "@/components/patterns/not-done";
import { Card } from "@/components/patterns/page";
import { Cell, Row, Table } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { invalidateBoard, onboardingActs } from "@/lib/browser/queries/onboarding";
import type { CsvError } from "@/lib/contracts/onboarding";

/** Merchants from a file; every fault is told with its line, its field and its mend, and then nothing is stored. */
export function ImportForm({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("onboarding");
  const client = useQueryClient();
  const id = useId();
  const [isMissing, setIsMissing] = useState(false);
  const importing = useMutation({
    mutationFn: async (file: File) => onboardingActs.importFile(tenant, await textOf(file)),
    onSuccess: () => invalidateBoard(client, tenant),
  });
  const done = importing.data;

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const file = new FormData(event.currentTarget).get("file");
    const isGiven = file instanceof File && file.size > 0;
    setIsMissing(!isGiven);
    if (isGiven) importing.mutate(file);
  }

  return (
    <Card>
      <form className="grid gap-3" onSubmit={submit} noValidate aria-label={t("expectFile")}>
        <p className="text-muted max-w-[75ch] text-sm">{t("fileMeans")}</p>
        <div className="grid gap-1 text-sm">
          <label htmlFor={id} className="font-medium">
            {t("file")}
          </label>
          <input
            id={id}
            name="file"
            type="file"
            accept=".csv,text/csv,text/plain"
            aria-invalid={isMissing}
            aria-describedby={isMissing ? `${id}-error` : undefined}
            className="max-w-full text-sm"
          />
          {isMissing && (
            <p id={`${id}-error`} className="text-negative text-xs">
              {t("fileMissing")}
            </p>
          )}
        </div>
        <NotDone error={importing.error} what={t("notExpected")} />
        <output className="block text-sm">
          {done !== undefined &&
            done.errors.length === 0 &&
            t("imported", {
              added: done.added,
              unchanged: done.unchanged,
              alreadyGranted: done.alreadyGranted,
            })}
        </output>
        {done !== undefined && done.errors.length > 0 && <Faults errors={done.errors} />}
        <div>
          <Button type="submit" disabled={importing.isPending}>
            {t("importFile")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Faults({ errors }: Readonly<{ errors: readonly CsvError[] }>) {
  const t = useTranslations("onboarding");
  return (
    <div role="alert" className="grid gap-2">
      <p className="text-negative text-sm font-medium">{t("fileFaults", { count: errors.length })}</p>
      <Table
        caption={t("fileFaultsTable")}
        columns={[
          { key: "line", label: t("line"), isNumber: true },
          { key: "field", label: t("field") },
          { key: "fault", label: t("mend") },
        ]}
      >
        {errors.map((error) => (
          <Row key={`${String(error.line)} ${error.field ?? ""} ${error.fault}`} isTall>
            <Cell isNumber>{error.line}</Cell>
            <Cell>{error.field === null ? t("fields.file") : t(`fields.${error.field}`)}</Cell>
            <Cell>
              {error.value !== "" && error.fault !== "repeated-line" && (
                <span className="text-muted [overflow-wrap:anywhere]">{`“${error.value}” `}</span>
              )}
              {t(`csv.${error.fault}`, { value: error.value })}
            </Cell>
          </Row>
        ))}
      </Table>
    </div>
  );
}

/** The text of a file, in UTF-8 or as older programs of Windows write it. */
async function textOf(file: File): Promise<string> {
  const bytes = await file.arrayBuffer();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
