"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";

import { useAuditWords } from "@/components/features/audit/audit-words";
import { EventDetails } from "@/components/features/audit/event-details";
import { Instant } from "@/components/patterns/dates";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { Icon } from "@/components/ui/icon";
import type { AuditEvent } from "@/lib/contracts/settings";

const COLUMN_COUNT = 4;

/** The trail; each row opens to what it changed. */
export function AuditTable({ base, events }: Readonly<{ base: string; events: readonly AuditEvent[] }>) {
  const t = useTranslations("audit");
  return (
    <Table
      caption={t("title")}
      columns={[
        { key: "what", label: t("what") },
        { key: "who", label: t("who"), isWide: true },
        { key: "subject", label: t("subject"), isWide: true },
        { key: "when", label: t("when"), isNumber: true },
      ]}
    >
      {events.map((event) => (
        <EventRows key={event.id} base={base} event={event} />
      ))}
    </Table>
  );
}

function EventRows({ base, event }: Readonly<{ base: string; event: AuditEvent }>) {
  const t = useTranslations("audit");
  const words = useAuditWords();
  const [isOpen, setIsOpen] = useState(false);
  const name = event.actor.name === "" ? t("erasedName") : event.actor.name;
  const detailsId = `event-${event.id}`;
  return (
    <>
      <Row isTall>
        <Cell isName>
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={detailsId}
            aria-label={t("open", { action: words.action(event.action) })}
            onClick={() => setIsOpen(!isOpen)}
            className="flex w-full items-start gap-2 text-left"
          >
            <Icon
              name="chevron"
              className={`mt-0.5 size-3.5 transition-transform ${isOpen ? "" : "-rotate-90"}`}
            />
            <span className="font-[550] [overflow-wrap:anywhere]">{words.action(event.action)}</span>
          </button>
          <Under>
            <span className="ml-5.5 block md:hidden">
              {name} · {words.subject(event.subject.type)}
            </span>
          </Under>
        </Cell>
        <Cell isWide>
          {name}
          <Under>{t(`actors.${event.actor.kind}`)}</Under>
        </Cell>
        <Cell isWide>
          {words.subject(event.subject.type)}
          <Under>{shortOf(event.subject.id)}</Under>
        </Cell>
        <Cell isNumber>
          <Instant at={event.at} />
        </Cell>
      </Row>
      {isOpen && (
        <tr id={detailsId} className="border-line bg-sunken/40 border-b last:border-b-0">
          <td colSpan={COLUMN_COUNT}>
            <EventDetails base={base} event={event} />
          </td>
        </tr>
      )}
    </>
  );
}

/** The end of an id, which tells ids of one moment apart. */
function shortOf(id: string): string {
  return id.length > 13 ? `…${id.slice(-12)}` : id;
}
