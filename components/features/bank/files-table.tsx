"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";

import { FindingList } from "@/components/features/bank/finding-list";
import { NotAllowed, usePermission } from "@/components/patterns/access";
import { Instant } from "@/components/patterns/dates";
import { NotDone } from "@/components/patterns/not-done";
import { Note } from "@/components/patterns/page";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/lib/browser/format";
import type { Language } from "@/lib/browser/format";
import { bankActs } from "@/lib/browser/queries/bank";
import type { BankFile } from "@/lib/contracts/bank";

type FilesTableProps = Readonly<{
  tenant: string;
  files: readonly BankFile[];
  /** Told in words what was taken back. */
  onRemoved: (said: string) => void;
}>;

/** Files, one a row: what came in with each, what did not add up, and the way back. */
export function FilesTable({ tenant, files, onRemoved }: FilesTableProps) {
  const t = useTranslations("bank");
  const mayManage = usePermission("bank.manage");
  const [chosen, setChosen] = useState<string>();
  const leaving = files.find(({ id }) => id === chosen);
  return (
    <>
      {leaving !== undefined && (
        <Removing
          key={leaving.id}
          tenant={tenant}
          file={leaving}
          onRemoved={(said) => {
            setChosen(undefined);
            onRemoved(said);
          }}
          onKeep={() => setChosen(undefined)}
        />
      )}
      <Table
        caption={t("files")}
        columns={[
          { key: "file", label: t("file") },
          { key: "taken", label: t("taken"), isWide: true },
          { key: "lines", label: t("lines"), isNumber: true },
          { key: "findings", label: t("findingsColumn"), isWide: true },
          ...(mayManage ? [{ key: "action", label: <span className="sr-only">{t("action")}</span> }] : []),
        ]}
      >
        {files.map((file) => (
          <FileRow
            key={file.id}
            tenant={tenant}
            file={file}
            onRemove={mayManage ? () => setChosen(file.id) : undefined}
          />
        ))}
      </Table>
      <p className="mt-2">
        <NotAllowed permission="bank.manage" />
      </p>
    </>
  );
}

function FileRow({
  tenant,
  file,
  onRemove,
}: Readonly<{ tenant: string; file: BankFile; onRemove: (() => void) | undefined }>) {
  const t = useTranslations("bank");
  const language = useLocale() as Language;
  const fresh = file.lines - file.known;
  const findings =
    file.findings.length === 0 ? (
      <span className="text-muted">{t("noFindings")}</span>
    ) : (
      <FindingList tenant={tenant} findings={file.findings} />
    );
  const row = (
    <Row isTall>
      <Cell isName>
        <span className="font-[550] [overflow-wrap:anywhere]">{file.name}</span>
        <Under>{t(`formats.${file.format}`)}</Under>
        <span className="md:hidden">
          <Under>
            <Instant at={file.importedAt} />
          </Under>
        </span>
      </Cell>
      <Cell isWide>
        <Instant at={file.importedAt} />
        <Under>
          {file.importedBy}, {t(`sources.${file.source}`)}
        </Under>
      </Cell>
      <Cell isNumber>
        {formatCount(file.lines, language)}
        <Under>{t("newLines", { count: formatCount(fresh, language) })}</Under>
      </Cell>
      <Cell isWide>{findings}</Cell>
      {onRemove !== undefined && (
        <Cell>
          <Button look="quiet" aria-label={t("removeOf", { name: file.name })} onClick={onRemove}>
            {t("remove")}
          </Button>
        </Cell>
      )}
    </Row>
  );
  if (file.findings.length === 0) return row;
  return (
    <>
      {row}
      {/* A phone has no room for them beside the rest. */}
      <tr className="border-line border-b md:hidden">
        <td colSpan={onRemove === undefined ? 2 : 3} className="px-3 py-2">
          {findings}
        </td>
      </tr>
    </>
  );
}

/** Asks once more: matches are undone with the lines. */
function Removing({
  tenant,
  file,
  onRemoved,
  onKeep,
}: Readonly<{
  tenant: string;
  file: BankFile;
  onRemoved: (said: string) => void;
  onKeep: () => void;
}>) {
  const t = useTranslations("bank");
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => bankActs.removeFile(tenant, file.id),
    onSuccess: async (removed) => {
      onRemoved(t("removed", { name: file.name, ...removed }));
      // Statuses of payouts, work and issues follow from statements.
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === tenant });
    },
  });
  return (
    <div role="alert">
      <Note
        tone="negative"
        action={
          <span className="flex flex-wrap gap-2">
            <Button look="primary" disabled={remove.isPending} onClick={() => remove.mutate()}>
              {t("removeNow")}
            </Button>
            <Button onClick={onKeep}>{t("removeKeep")}</Button>
          </span>
        }
      >
        {t("removeMeans", { name: file.name })}
        <NotDone error={remove.error} what={t("notRemoved")} />
      </Note>
    </div>
  );
}
